import { h, visible } from './dom.js';

/** Longer texts are truncated. */
const MOST_CHARS = 4000;

/**
 * A text with its matched keywords marked, by their positions in UTF-16 code units. The text is untrusted: its
 * direction is isolated, and it is never parsed as markup.
 */
export function marked(text, keywords) {
  const shown = visible(text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)} …` : text);
  const box = h('bdi', { class: 'resume', dir: 'auto' });
  let at = 0;
  for (const { keyword, start, end } of [...keywords].sort((a, b) => a.start - b.start)) {
    if (start >= at && end > start && end <= shown.length) {
      box.append(shown.slice(at, start), h('mark', { title: `keyword: ${keyword}` }, shown.slice(start, end)));
      at = end;
    }
  }
  box.append(shown.slice(at));
  return box;
}
