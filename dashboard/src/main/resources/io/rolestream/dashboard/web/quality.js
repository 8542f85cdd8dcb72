import { LineChart } from './charts.js';
import { share } from './ranking.js';
import { byId, clock, count, counted, foreign, h, percent, text } from './dom.js';

const SMOOTH = { hour: 5, week: 2 };

/** What people did with recommendations: over time, by matcher version and by position. */
export class Quality {
  constructor() {
    this.part = null;
    this.chart = null;
    document.querySelectorAll('input[name=feedback-of], input[name=feedback-range]')
      .forEach((input) => input.addEventListener('change', () => this.show()));
  }

  take(part) {
    this.part = part;
    this.show();
  }

  show() {
    const { part } = this;
    if (!part) return;
    const chosen = (name) => document.querySelector(`input[name=${name}]:checked`).value;
    const side = part[chosen('feedback-of')];
    const { all } = side;
    byId('quality-figures').replaceChildren(...(all.shown === 0 ? [] : [figures(all)]));
    byId('quality-body').hidden = all.shown === 0;
    text(byId('quality-note'), all.shown === 0 ? 'no feedback in the last week' : `${count(all.shown)} ${all.shown === 1 ? 'entry' : 'entries'} shown in the last week`);
    byId('quality-empty').hidden = all.shown > 0;
    if (all.shown === 0) return;
    byId('quality-versions').replaceChildren(versions(side.versions));
    byId('quality-positions').replaceChildren(positions(side.positions));
    this.draw(side.series[chosen('feedback-range')], chosen('feedback-range'));
    text(byId('quality-alone'), part.withoutShown === 0 ? '' : `${counted(part.withoutShown, 'report')} on entries that no one reported as shown ${part.withoutShown === 1 ? 'is' : 'are'} left out: report what is shown, too.`);
  }

  draw({ sliceSeconds, shown, opened, applied }, range) {
    this.range = { sliceSeconds, end: Math.floor(Date.now() / 1000 / sliceSeconds) * sliceSeconds };
    this.chart ??= new LineChart(byId('chart-feedback'), [{ name: 'opened', kind: 'accent' }, { name: 'applied', kind: 'strong' }], {
      least: 1,
      describe: (index, points) => this.describe(index, points),
      format: (value) => `${value.toFixed(1)} %`,
      title: 'Share of the shown entries that were opened and applied for, in percent, over time',
    });
    const first = Math.min(Math.max(0, shown.findIndex((value) => value > 0)), shown.length - 12);
    this.chart.update([shares(opened, shown, SMOOTH[range]).slice(first), shares(applied, shown, SMOOTH[range]).slice(first)]);
  }

  describe(index, points) {
    if (index === points - 1) return 'now';
    const at = new Date((this.range.end - (points - 1 - index) * this.range.sliceSeconds) * 1000);
    return this.range.sliceSeconds < 3600 ? clock(at.getTime()).slice(0, 5) : `${at.toLocaleDateString('en-CA').slice(5)} ${clock(at.getTime()).slice(0, 5)}`;
  }
}

/** Of 100, over the slices up to each; a gap where nothing was shown. */
function shares(parts, wholes, over) {
  const sum = (values, i) => values.slice(Math.max(0, i - over + 1), i + 1).reduce((a, b) => a + b, 0);
  return wholes.map((_, i) => (sum(wholes, i) === 0 ? -1 : (100 * sum(parts, i)) / sum(wholes, i)));
}

function figures(row) {
  const one = (name, value) => h('div', {}, h('dt', {}, name),
    h('dd', {}, h('span', { class: 'value small' }, percent(value.share))),
    h('dd', { class: 'note' }, `${count(value.count)} of ${count(row.shown)}; 95 %: ${(100 * value.lower).toFixed(1)} to ${(100 * value.upper).toFixed(1)}`));
  return h('dl', { class: 'figures four' }, one('Opened', row.opened), one('Applied', row.applied), one('Hired', row.hired), one('Did not suit', row.dismissed));
}

function versions(rows) {
  const compared = rows.some((row) => row.corrected !== null);
  return h('div', { class: 'scrolls', tabindex: '0', role: 'region', 'aria-label': 'By version of the model that ranks' }, h('table', {},
    h('caption', { class: 'hidden' }, 'What people did, by version of the model that ranks'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Ranked by'), ...['Shown', 'Opened', ...(compared ? ['Opened, at equal positions'] : []), 'Applied'].map((name) => h('th', { scope: 'col', class: 'num' }, name)))),
    h('tbody', {}, ...rows.map(({ version, row, corrected }) => h('tr', {},
      h('th', { scope: 'row' }, foreign(version)),
      h('td', { class: 'num' }, count(row.shown)),
      h('td', { class: 'num' }, ...share(row.opened)),
      compared ? h('td', { class: 'num' }, ...(corrected === null ? ['–'] : share({ share: corrected.value, ...corrected }))) : null,
      h('td', { class: 'num' }, ...share(row.applied)))))));
}

function positions(rows) {
  const most = Math.max(1e-9, ...rows.map(({ row }) => row.opened.share));
  return h('table', { class: 'bypos' },
    h('caption', { class: 'hidden' }, 'What people opened, by position in the list'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Place'), h('th', { scope: 'col' }, 'Opened'), h('th', { scope: 'col', class: 'num' }, 'Shown'))),
    h('tbody', {}, ...rows.map(({ position, row }) => {
      const bar = h('span', { class: 'bar both' });
      bar.style.width = `${(100 * row.opened.share) / most}%`;
      return h('tr', {},
        h('th', { scope: 'row' }, position === 0 ? 'unknown' : position > 10 ? 'after 10' : String(position)),
        h('td', {}, h('span', { class: 'track', 'aria-hidden': 'true' }, bar), h('span', { class: 'num' }, percent(row.opened.share))),
        h('td', { class: 'num' }, count(row.shown)));
    })));
}
