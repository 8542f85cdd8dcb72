import { byId, count, counted, foreign, h, percent, text } from './dom.js';

const ROWS = 12;

/** Which keywords fire, and which votes that they were for were contradicted. */
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
    text(byId('keywords-note'), part.keywords === 0 ? '' : `${counted(part.keywords, 'keyword')} fired in the last half hour. A contradiction is held against the keywords that spoke for the rules’ role; answers of people count where they are on recent disagreements.`);
    const wrong = (row) => row.byModel + row.byPeople;
    const asked = document.querySelector('input[name=order]:checked').value === 'contradicted';
    const byContradiction = asked && part.rows.some((row) => wrong(row) > 0);
    const rows = part.rows.filter((row) => !byContradiction || wrong(row) > 0)
      .sort(byContradiction ? (a, b) => wrong(b) - wrong(a) || b.fired - a.fired : (a, b) => b.fired - a.fired)
      .slice(0, ROWS);
    if (rows.length === 0) {
      byId('keywords-table').replaceChildren(h('p', { class: 'empty' }, 'No keyword fired in the last half hour.'));
      return;
    }
    byId('keywords-table').replaceChildren(asked && !byContradiction ? h('p', { class: 'note' }, 'Nobody contradicts any keyword; these are the most frequent.') : '', h('table', {},
      h('caption', { class: 'hidden' }, 'Keywords, how often they fired and were contradicted'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Keyword'), ...['Fired', 'Model says other', 'People say other'].map((name) => h('th', { scope: 'col', class: 'num' }, name)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {},
        h('th', { scope: 'row' }, foreign(row.keyword)),
        h('td', { class: 'num' }, count(row.fired)),
        h('td', { class: 'num' }, row.compared === 0 ? '–' : `${count(row.byModel)} (${percent(row.byModel / row.compared)})`),
        h('td', { class: 'num' }, row.byPeople === 0 ? '–' : count(row.byPeople)))))));
  }
}
