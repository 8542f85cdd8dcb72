import { byId, count, counted, foreign, h, percent, text } from './dom.js';

const ROWS = 12;

/** How often each keyword matches, and how often the votes it supports are contradicted. */
export class Keywords {
  constructor() {
    this.part = null;
    document.querySelectorAll('input[name=order]').forEach((input) => input.addEventListener('change', () => this.show()));
  }

  take(part) {
    this.part = part;
    this.show();
  }

  show() {
    const { part } = this;
    if (!part) return;
    text(byId('keywords-note'), part.keywords === 0 ? '' : `${counted(part.keywords, 'keyword')} matched in the last half hour. A contradiction counts against the keywords that supported the rules’ role. People’s answers count if they are on recent disagreements.`);
    const wrong = (row) => row.byModel + row.byPeople;
    const asked = document.querySelector('input[name=order]:checked').value === 'contradicted';
    const byContradiction = asked && part.rows.some((row) => wrong(row) > 0);
    const rows = part.rows.filter((row) => !byContradiction || wrong(row) > 0)
      .sort(byContradiction ? (a, b) => wrong(b) - wrong(a) || b.fired - a.fired : (a, b) => b.fired - a.fired)
      .slice(0, ROWS);
    if (rows.length === 0) {
      byId('keywords-table').replaceChildren(h('p', { class: 'empty' }, 'No keyword matched in the last half hour.'));
      return;
    }
    byId('keywords-table').replaceChildren(asked && !byContradiction ? h('p', { class: 'note' }, 'No keyword was contradicted; these are the most frequent.') : '', h('table', {},
      h('caption', { class: 'hidden' }, 'Keywords, how often they matched and were contradicted'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Keyword'), ...['Matched', 'Model disagrees', 'People disagree'].map((name) => h('th', { scope: 'col', class: 'num' }, name)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {},
        h('th', { scope: 'row' }, foreign(row.keyword)),
        h('td', { class: 'num' }, count(row.fired)),
        h('td', { class: 'num' }, row.compared === 0 ? '–' : `${count(row.byModel)} (${percent(row.byModel / row.compared)})`),
        h('td', { class: 'num' }, row.byPeople === 0 ? '–' : count(row.byPeople)))))));
  }
}
