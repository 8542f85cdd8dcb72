import { attribute, h } from './dom.js';

/** Sections that can be folded, and those of them that are at first: on a narrow screen, they would make the page many screens long. */
const OPEN = new Set(['flow', 'review']);
const FOLDED = new Set(['jobs', 'find', 'recruit', 'quality', 'confusion', 'roles', 'models', 'keywords', 'deadletters', 'try', 'lookup']);

/**
 * Gives each of these sections a button that folds it to its heading. Style sheets show the button, and what is folded so, on narrow screens only.
 * Links to a section unfold it.
 */
export function foldSections() {
  for (const section of document.querySelectorAll('section.card')) {
    if (!OPEN.has(section.id) && !FOLDED.has(section.id)) continue;
    const heading = section.querySelector('h2');
    const button = h('button', { type: 'button', class: 'fold', 'aria-labelledby': heading.id, 'aria-controls': section.id, onclick: () => set(section, section.dataset.folded !== 'true') });
    section.prepend(button);
    set(section, FOLDED.has(section.id));
  }
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const section = link && document.getElementById(link.getAttribute('href').slice(1));
    if (section) unfold(section);
  });
  const linked = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (linked) unfold(linked);
}

/** Shows a section's content. */
export function unfold(section) {
  if (section.dataset.folded === 'true') set(section, false);
}

function set(section, folded) {
  attribute(section, 'data-folded', folded);
  attribute(section.querySelector('.fold'), 'aria-expanded', !folded);
}
