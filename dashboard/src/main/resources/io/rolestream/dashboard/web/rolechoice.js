import { attribute, h, text, visible } from './dom.js';

/** The keys of the first roles; s and u have another use. */
const KEYS = [...'1234567890abcdefghijklmnopqrtvwxyz'];
const FILTER_FROM = 10;

/** A choice of one role, each with its key and description; none is chosen at first. */
export class RoleChoice {
  /** roles: [{ name, description }]; onChoose: called after a role was chosen. */
  constructor(roles, onChoose) {
    this.rows = roles.map(({ name, description }, i) => {
      const radio = h('input', { type: 'radio', name: 'review-role', value: name, onchange: onChoose });
      const votes = h('span', { class: 'votes' });
      const key = KEYS[i] ?? '';
      const root = h('label', { class: 'choice' },
        radio,
        h('kbd', { 'aria-hidden': 'true' }, key),
        h('span', {}, h('b', {}, visible(name)), votes, h('span', { class: 'sub' }, visible(description))));
      return { root, radio, votes, key, name, words: `${name} ${description}`.toLowerCase() };
    });
    this.filter = h('input', { type: 'search', id: 'review-filter', 'aria-label': 'Find a role', placeholder: 'Find a role', autocomplete: 'off', spellcheck: 'false', hidden: roles.length < FILTER_FROM, oninput: () => this.narrow(), onkeydown: (event) => this.enter(event) });
    this.list = h('div', { class: 'choices' }, ...this.rows.map(({ root }) => root));
    this.root = h('fieldset', { class: 'roleschoice' }, h('legend', {}, 'Which role is right?'), this.filter, this.list);
    this.onChoose = onChoose;
  }

  /** The chosen role's name, or null. */
  chosen() {
    return this.rows.find(({ radio }) => radio.checked)?.name ?? null;
  }

  clear() {
    this.rows.forEach(({ radio }) => { radio.checked = false; });
    this.filter.value = '';
    this.narrow();
    this.list.scrollTop = 0;
  }

  /** Chooses the role with this key; false if there is none. */
  press(key) {
    const row = this.rows.find((one) => one.key === key);
    if (row) this.choose(row);
    return row !== undefined;
  }

  choose({ radio, root }) {
    radio.checked = true;
    root.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    this.onChoose();
  }

  /** Shows only the roles whose name or description has the words. */
  narrow() {
    const wanted = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { root, words } of this.rows) root.hidden = !wanted.every((word) => words.includes(word));
  }

  /** Enter chooses the first role that is shown, or sends the one that is chosen. */
  enter(event) {
    if (event.key !== 'Enter' || this.filter.value.trim() === '') return;
    event.preventDefault();
    const first = this.rows.find(({ root }) => !root.hidden);
    if (!first) return;
    this.filter.value = '';
    this.narrow();
    this.choose(first);
    first.radio.focus({ preventScroll: true });
  }

  /** said: [[role, words]], shown beside the roles. */
  votes(said) {
    for (const { name, votes, root } of this.rows) {
      const words = said.filter(([role]) => role === name).map(([, what]) => what).join(', ');
      text(votes, words);
      attribute(root, 'data-voted', words !== '');
    }
  }
}
