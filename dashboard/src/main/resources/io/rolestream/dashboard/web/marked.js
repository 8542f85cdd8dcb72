import { h, visible } from './dom.js';

/** Longer texts are truncated, unless told otherwise. */
const MOST_CHARS = 4000;

/**
 * A text with its matched keywords marked, by their positions in UTF-16 code units. The text is untrusted: its
 * direction is isolated, and it is never parsed as markup. most: how many characters are shown.
 */
export function marked(text, keywords, most = MOST_CHARS) {
  const shown = visible(text.length > most ? `${text.slice(0, most)} …` : text);
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
