import { Sparkline } from './charts.js';
import { byId, foreign, h, text, count, counted, percent } from './dom.js';

const SPARK = { width: 120, height: 22 };

/** A row for each role: its trend, its share, and whose votes decided. */
export class Roles {
  constructor() {
    this.rows = new Map();
    this.openJobs = null;
  }

  /** openByRole: the number of open jobs of each role. */
  jobs(openByRole) {
    this.openJobs = openByRole;
    for (const [role, row] of this.rows) row.showJobs(openByRole[role] ?? 0);
  }

  take(part) {
    const body = byId('roles-rows');
    const highest = Math.max(1, ...part.rows.flatMap((row) => row.series.slice(0, -1)));
    const names = new Set(part.rows.map((row) => row.role));
    for (const [role, row] of this.rows) {
      if (!names.has(role)) {
        row.element.remove();
        this.rows.delete(role);
      }
    }
    for (const row of part.rows) {
      this.row(row.role, body).show(row, part.total, highest);
    }
    text(byId('roles-note'), part.total === 0 ? 'no label in the last 10 minutes' : `${counted(part.total, 'label')} in 10 minutes`);
  }

  row(role, body) {
    let row = this.rows.get(role);
    if (!row) {
      row = new Row(role);
      this.rows.set(role, row);
      if (this.openJobs) row.showJobs(this.openJobs[role] ?? 0);
      body.append(row.element);
    }
    return row;
  }
}

class Row {
  constructor(role) {
    this.spark = new Sparkline(SPARK.width, SPARK.height);
    this.count = h('td', { class: 'num' });
    this.share = h('td', { class: 'num' });
    this.jobs = h('td', { class: 'num withjobs' }, '–');
    this.parts = ['rules', 'model', 'people'].map((kind) => h('span', { class: kind }));
    this.words = h('span', { class: 'hidden' });
    this.element = h('tr', {},
      h('th', { scope: 'row' }, foreign(role)),
      h('td', { class: 'trend' }, this.spark.root),
      this.count,
      this.jobs,
      this.share,
      h('td', { class: 'by' }, h('span', { class: 'stack', 'aria-hidden': 'true' }, ...this.parts), this.words));
  }

  showJobs(open) {
    text(this.jobs, count(open));
  }

  show(row, total, highest) {
    text(this.count, count(row.count));
    text(this.share, total === 0 ? '–' : percent(row.count / total));
    // The newest slice is still filling up.
    this.spark.update(row.series.slice(0, -1), highest);
    [row.byRules, row.byModel, row.byPeople].forEach((part, i) => {
      this.parts[i].style.flexGrow = String(part);
    });
    text(this.words, `rules ${count(row.byRules)}, model ${count(row.byModel)}, people ${count(row.byPeople)}`);
  }
}
