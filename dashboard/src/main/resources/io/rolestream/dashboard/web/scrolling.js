import { attribute } from './dom.js';

const WIDE = '.scrolls, .map, nav';
const LOOK_EVERY_MS = 1000;

/** Marks wide boxes with the sides on which they have more to scroll to; style sheets fade those sides. */
export function showScrolling() {
  const look = () => document.querySelectorAll(WIDE).forEach(mark);
  document.addEventListener('scroll', (event) => {
    if (event.target.matches?.(WIDE)) mark(event.target);
  }, { capture: true, passive: true });
  addEventListener('resize', look);
  setInterval(() => { if (!document.hidden) look(); }, LOOK_EVERY_MS);
  look();
}

function mark(box) {
  const left = box.scrollLeft > 2;
  const right = box.scrollLeft + box.clientWidth < box.scrollWidth - 2;
  attribute(box, 'data-more', left && right ? 'both' : left ? 'left' : right ? 'right' : 'none');
}
