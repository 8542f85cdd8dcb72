import { h, visible } from './dom.js';

/** What the server may send; anything else is shown as its content. */
const TAGS = new Set(['h3', 'h4', 'h5', 'h6', 'p', 'ul', 'ol', 'li', 'em', 'strong', 'code', 'pre', 'blockquote', 'br', 'hr', 'a']);

/** Guidelines, from the tree that the server made of a Markdown file: elements and texts, never markup. */
export function guidelines(elements) {
  return h('div', { class: 'guidelines' }, ...elements.map(node));
}

function node({ tag, text, href, children }) {
  if (!tag) return visible(text ?? '');
  const content = (children ?? []).map(node);
  if (tag === 'a' && /^https?:\/\//i.test(href ?? '')) {
    return h('a', { href, rel: 'noopener noreferrer', target: '_blank' }, ...content);
  }
  return h(TAGS.has(tag) && tag !== 'a' ? tag : 'span', {}, ...content);
}
