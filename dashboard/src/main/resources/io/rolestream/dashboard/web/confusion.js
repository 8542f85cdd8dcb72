import { get } from './api.js';
import { marked } from './marked.js';
import { ago, attribute, byId, count, decider, foreign, h, hundredths, percent, text } from './dom.js';

const STEPS = 5;
const MOST_PAIRS = 12;
const ABSTAINED = 'rules undecided';

/**
 * How often rules (rows) and model, or another labeller, (columns) voted for each pair of roles. Cells on the diagonal have the colour of agreement; another is a disagreement, and selecting it shows the latest of its kind.
 * The tab key reaches one cell, and the arrow keys move to the others.
 */
export class Confusion {
  /** lookUp: called with a resume's id. */
  constructor(lookUp) {
    this.lookUp = lookUp;
    this.roles = null;
    this.counts = new Map();
    this.chosen = null;
    this.labeller = null; // of the columns; empty for the model
    this.champion = null; // the version in use
    this.fallback = null; // the role that follows where the rules abstain
    this.select = byId('confusion-labeller');
    this.select.addEventListener('change', () => this.compare(this.select.value));
    this.box = byId('confusion-map');
    this.drill = byId('confusion-drill');
    this.box.addEventListener('keydown', (event) => this.move(event));
  }

  take(all) {
    this.all = all;
    const names = [...(all.modelAwaited ? [''] : []), ...Object.keys(all.observed)];
    if (!names.includes(this.labeller)) this.labeller = names[0] ?? '';
    if (String(this.names) !== String(names)) {
      this.names = names;
      this.select.replaceChildren(...names.map((name) => h('option', { value: name, selected: name === this.labeller }, name || 'the model')));
      byId('confusion-with').hidden = names.length < 2;
    }
    const part = this.labeller === '' ? all : all.observed[this.labeller];
    const fold = !this.champion && all.compared === 0 && Object.values(all.observed).every(({ compared }) => compared === 0);
    document.body.classList.toggle('nomodel', fold);
    if (fold) {
      text(byId('confusion-note'), all.modelAwaited ? 'there is no model yet: nothing to compare the rules with' : 'no model is used: nothing to compare the rules with');
    } else {
      this.show(part);
    }
  }

  /** Compares the rules with another labeller. */
  compare(labeller) {
    this.labeller = labeller;
    this.chosen = null;
    this.roles = null;
    this.take(this.all);
  }

  /** The labeller of the columns. */
  other() {
    return this.labeller || 'model';
  }

  show(part) {
    this.part = part;
    text(byId('confusion-title'), `Rules and ${this.other()}`);
    text(byId('confusion-whose'), this.labeller || 'the model');
    this.counts = new Map(part.cells.map(([row, column, number]) => [`${row}/${column}`, number]));
    text(byId('confusion-note'), part.compared === 0
      ? 'no text with both votes in the last 10 minutes'
      : `${count(part.disagreed)} of ${count(part.compared)} texts differ (${percent(part.disagreed / part.compared)}), last 10 minutes`);
    if (String(this.roles) !== String(part.roles)) {
      this.build(part.roles);
    }
    attribute(this.box, 'data-empty', part.compared === 0);
    this.paint();
    if (this.chosen === null) {
      this.showPairs();
    }
  }

  rowNames() {
    return [ABSTAINED, ...this.roles];
  }

  /** Whether the votes of a cell lead to the same role. */
  isSame(row, column) {
    return row === column + 1 || (row === 0 && this.roles[column] === this.fallback);
  }

  build(roles) {
    this.roles = roles;
    this.cells = new Map();
    const head = h('tr', {},
      h('td', { class: 'corner' }, h('span', {}, 'rules ↓'), h('span', {}, `${this.other()} →`)),
      ...roles.map((role) => h('th', { scope: 'col' }, h('span', {}, role))));
    const rows = this.rowNames().map((name, row) => h('tr', {},
      h('th', { scope: 'row', class: row === 0 ? 'abstained' : null }, h('span', {}, name)),
      ...roles.map((role, column) => {
        const same = this.isSame(row, column);
        const button = h('button', {
          type: 'button', tabindex: '-1', class: same ? 'same' : null, 'data-cell': `${row}/${column}`,
          onclick: () => this.choose(row, column),
        });
        this.cells.set(`${row}/${column}`, button);
        return h('td', {}, button);
      })));
    this.box.replaceChildren(h('table', { class: 'heat' },
      h('caption', { class: 'hidden' }, `Votes of the rules (rows) against votes of ${this.labeller || 'the model'} (columns). Arrow keys move between cells.`),
      h('thead', {}, head), h('tbody', {}, ...rows)));
    attribute(this.cells.get('1/0') ?? this.cells.get('0/0'), 'tabindex', '0');
  }

  paint() {
    const highest = { same: 1, other: 1 };
    const kind = (key) => (this.isSame(...key.split('/').map(Number)) ? 'same' : 'other');
    for (const [key, number] of this.counts) highest[kind(key)] = Math.max(highest[kind(key)], number);
    for (const [key, button] of this.cells) {
      const [row, column] = key.split('/').map(Number);
      const number = this.counts.get(key) ?? 0;
      text(button, number === 0 ? '' : brief(number));
      attribute(button, 'data-heat', number === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(number / highest[kind(key)]) * STEPS)));
      attribute(button, 'aria-label', `${row === 0 ? ABSTAINED : `rules ${this.roles[row - 1]}`}, ${this.other()} ${this.roles[column]}: ${count(number)}, ${kind(key) === 'same' ? 'the same' : 'different'}`);
      attribute(button, 'aria-pressed', this.chosen === key);
    }
  }

  move(event) {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const cell = event.target.dataset?.cell;
    if (!steps || !cell) return;
    event.preventDefault();
    const [row, column] = cell.split('/').map(Number);
    this.focus(`${row + steps[0]}/${column + steps[1]}`);
  }

  focus(key) {
    const target = this.cells.get(key);
    if (!target) return;
    this.cells.forEach((button) => attribute(button, 'tabindex', button === target ? '0' : '-1'));
    target.focus();
  }

  /** The most frequent disagreements, shown while no cell is selected. */
  showPairs() {
    const pairs = [...this.counts]
      .map(([key, number]) => ({ key, number, row: +key.split('/')[0], column: +key.split('/')[1] }))
      .filter(({ row, column }) => !this.isSame(row, column))
      .sort((a, b) => b.number - a.number)
      .slice(0, MOST_PAIRS);
    if (pairs.length === 0) {
      this.drill.replaceChildren(h('p', { class: 'empty' }, this.part.compared === 0
        ? `Disagreements appear here once ${this.labeller || 'a model'} votes.`
        : `Rules and ${this.other()} agree on everything.`));
      return;
    }
    if (!this.pairs) {
      this.pairs = Array.from({ length: MOST_PAIRS }, () => new Pair((row, column) => this.choose(row, column)));
      this.list = h('ol', { class: 'pairs' }, ...this.pairs.map((pair) => pair.element));
      this.title = h('h3', {}, 'Most frequent disagreements');
    }
    if (this.list.parentNode !== this.drill) {
      this.drill.replaceChildren(this.title, this.list);
    } else if (this.list.matches(':hover, :focus-within')) {
      return; // an item that the user is about to select must not move
    }
    this.pairs.forEach((pair, i) => pair.show(pairs[i], pairs[0].number, this.rowNames(), this.roles, this.other()));
  }

  async choose(row, column) {
    const key = `${row}/${column}`;
    this.chosen = key;
    this.cells.forEach((button, cell) => attribute(button, 'tabindex', cell === key ? '0' : '-1'));
    this.paint();
    const rules = row === 0 ? '' : this.rowNames()[row];
    const model = this.roles[column];
    const title = h('div', { class: 'head' },
      h('h3', {}, row === 0 ? ABSTAINED : `rules: ${rules}`, h('br'), `${this.other()}: ${model}`),
      h('button', { type: 'button', class: 'plain', onclick: () => this.leave() }, 'All pairs'));
    this.drill.replaceChildren(title, h('p', { class: 'empty' }, 'Looking …'));
    try {
      const labeller = this.labeller;
      const whose = labeller === '' ? '' : `&labeller=${encodeURIComponent(labeller)}`;
      const cases = await get(`api/cases?rules=${encodeURIComponent(rules)}&model=${encodeURIComponent(model)}${whose}`);
      if (this.chosen === key && this.labeller === labeller) {
        this.drill.replaceChildren(title, this.cases(cases, this.isSame(row, column)));
      }
    } catch (problem) {
      this.drill.replaceChildren(title, h('p', { class: 'problem' }, problem.message));
    }
  }

  leave() {
    const key = this.chosen;
    this.chosen = null;
    this.paint();
    this.showPairs();
    (this.drill.querySelector(`[data-pair="${key}"]`) ?? this.cells.get(key))?.focus({ preventScroll: true });
  }

  cases(cases, same) {
    if (cases.length === 0) {
      return h('p', { class: 'empty' }, same ? `Rules and ${this.other()} agree here; only disagreements are stored.` : 'No recent disagreements of this kind.');
    }
    return h('ol', { class: 'cases', tabindex: '0', 'aria-label': 'Latest disagreements of this kind' }, ...cases.map((one) => h('li', {},
      h('p', { class: 'meta' },
        h('button', { type: 'button', class: 'plain id', onclick: () => this.lookUp(one.resumeId) }, foreign(one.resumeId)),
        ' ', ago(one.at), ', labelled ', h('b', {}, one.role), ` by ${decider(one.decidedBy)}`),
      one.excerpt === null ? null : marked(one.excerpt, one.evidence),
      h('p', { class: 'meta' },
        `rules ${hundredths(one.ruleConfidence)}`,
        one.evidence.length === 0 ? ' (no keyword)' : ` (${one.evidence.map(({ keyword }) => keyword).join(', ')})`,
        h('br'),
        `${this.other()} ${(Object.keys(one.top).length === 0 ? [[one.model, one.modelConfidence]] : Object.entries(one.top))
          .map(([role, probability]) => `${role} ${hundredths(probability)}`).join(', ')}`))));
  }
}

/** A line of the list of pairs; elements are reused, so that a click ends on the element on which it began. */
class Pair {
  constructor(choose) {
    this.rules = h('span');
    this.model = h('span');
    this.number = h('span', { class: 'number' });
    this.bar = h('span', { class: 'bar', 'aria-hidden': 'true' });
    this.button = h('button', { type: 'button', onclick: () => choose(this.row, this.column) },
      h('span', { class: 'names' }, this.rules, this.model), this.number, this.bar);
    this.element = h('li', {}, this.button);
  }

  show(pair, highest, rowNames, roles, other) {
    this.element.hidden = pair === undefined;
    if (pair === undefined) return;
    this.row = pair.row;
    this.column = pair.column;
    attribute(this.button, 'data-pair', pair.key);
    text(this.rules, pair.row === 0 ? ABSTAINED : `rules: ${rowNames[pair.row]}`);
    text(this.model, `${other}: ${roles[pair.column]}`);
    text(this.number, count(pair.number));
    this.bar.style.width = `${(100 * pair.number) / highest}%`;
  }
}

const brief = (number) => (number < 1000 ? String(number) : number < 10000 ? `${(number / 1000).toFixed(1)}k` : `${Math.round(number / 1000)}k`);
