import { get } from './api.js';
import { Crosshair, LineChart, millis, short } from './charts.js';
import { byId, text, count, rate, percent, clock } from './dom.js';

const SECONDS = 600;
const LEAST_SECONDS = 120;
const SHARE_SECONDS = 30;
const MEASURES = ['resumes', 'labels', 'compared', 'disagreed', 'p50', 'p99', 'backlog'];
const NOTES = {
  minutes: '',
  hour: 'One point is ten seconds: mean rates and medians, and the highest p99 and backlog.',
  day: 'One point is three minutes: mean rates and medians, and the highest p99 and backlog.',
};

/**
 * Charts of the last ten minutes, second by second, or of the last hour or day, and the figures above them. The page keeps the seconds; a
 * longer range comes from the server when it is chosen, and again with each of its slices.
 */
export class Flow {
  /** onGap: called if seconds are missing; it requests everything again. */
  constructor(onGap) {
    this.onGap = onGap;
    this.end = null;
    this.champions = [];
    this.range = 'minutes';
    this.longer = null;
    this.askAt = Infinity;
    this.values = Object.fromEntries(MEASURES.map((measure) => [measure, new Array(SECONDS).fill(-1)]));
    this.shown = { from: 0, slice: 1 };
    const crosshair = new Crosshair();
    const time = (index) => (this.shown.from + index * this.shown.slice) * 1000;
    const describe = (index) => (this.shown.slice === 1 ? clock(time(index)) : clock(time(index)).slice(0, 5));
    const chart = (id, series, options) => new LineChart(byId(id), series, { describe, time, crosshair, ...options });
    this.flow = chart('chart-flow', [{ name: 'in', kind: 'accent' }, { name: 'out', kind: 'strong' }],
      { least: 10, format: (number) => (number < 10 ? rate(number) : short(Math.round(number))), title: 'Resumes in and labels out per second, over time' });
    this.disagreement = chart('chart-disagreement', [{ name: '', kind: 'accent' }],
      { least: 10, events: true, format: (share) => `${share.toFixed(1)} %`, tick: (share) => `${+share.toFixed(1)} %`, title: 'Share of resumes on which rules and model disagree, in percent, over time' });
    this.latency = chart('chart-latency', [{ name: 'p50', kind: 'accent' }, { name: 'p99', kind: 'strong' }],
      { least: 100, format: (number) => millis(number), tick: millis, title: 'Median and 99th percentile of the latency, over time' });
    this.backlog = chart('chart-backlog', [{ name: '', kind: 'accent' }],
      { least: 100, format: short, title: 'Resumes that the labelling service has yet to read, over time' });
    document.querySelectorAll('input[name=flow-range]').forEach((input) => input.addEventListener('change', () => this.choose(input.value)));
  }

  choose(range) {
    this.range = range;
    this.longer = null;
    this.askAt = range === 'minutes' ? Infinity : 0;
    text(byId('flow-slices'), NOTES[range]);
    this.look();
    this.draw();
  }

  /** Asks for the longer range again once its next slice is over. */
  async look() {
    if (performance.now() < this.askAt) return;
    const { range } = this;
    this.askAt = Infinity;
    try {
      const part = await get(`api/flow?range=${range}`);
      if (this.range !== range) return;
      this.longer = part;
      this.askAt = performance.now() + part.sliceSeconds * 1000;
      this.draw();
    } catch {
      if (this.range === range) this.askAt = performance.now() + 5000;
    }
  }

  history(part) {
    this.end = null;
    this.take(part);
  }

  take(part) {
    const end = part.from + part.resumes.length;
    if (this.end !== null && part.from > this.end) {
      this.onGap();
      return;
    }
    const shift = this.end === null ? SECONDS : end - this.end;
    for (const measure of MEASURES) {
      const known = this.values[measure];
      if (shift > 0) {
        known.splice(0, Math.min(shift, SECONDS));
        known.push(...new Array(SECONDS - known.length).fill(-1));
      }
      const seconds = part[measure].slice(-SECONDS);
      known.splice(SECONDS - seconds.length, seconds.length, ...seconds);
    }
    this.end = end;
    if (!document.hidden) this.look();
    if (this.range === 'minutes') this.draw();
  }

  /** versions: the present and former champions, with the time of each promotion. */
  took(versions) {
    this.champions = versions.filter(({ championAt }) => championAt !== null)
      .map(({ version, championAt }) => ({ version, second: Math.floor(Date.parse(championAt) / 1000) }));
  }

  draw() {
    if (document.hidden || (this.range !== 'minutes' && !this.longer)) return;
    if (this.range === 'minutes') this.drawSeconds();
    else this.drawSlices(this.longer);
  }

  drawSeconds() {
    const first = this.values.resumes.findIndex((value) => value >= 0);
    const from = Math.min(first < 0 ? SECONDS : first, SECONDS - LEAST_SECONDS);
    const shown = (values) => values.slice(from);
    this.shown = { from: this.end - SECONDS + from, slice: 1 };
    this.put(shown(smooth(this.values.resumes)), shown(smooth(this.values.labels)),
      shown(shares(this.values.disagreed, this.values.compared, SHARE_SECONDS)),
      { p50: shown(this.values.p50), p99: shown(this.values.p99), backlog: shown(this.values.backlog) });
  }

  drawSlices(part) {
    const slice = part.sliceSeconds;
    const perSecond = (values) => values.map((value) => (value < 0 ? value : value / slice));
    this.shown = { from: part.from, slice };
    this.put(perSecond(part.resumes), perSecond(part.labels), shares(part.disagreed, part.compared, Math.ceil(SHARE_SECONDS / slice)), part);
  }

  put(resumes, labels, disagreement, { p50, p99, backlog }) {
    const { from, slice } = this.shown;
    const events = this.champions
      .map(({ version, second }) => ({ index: (second - from) / slice, label: version }))
      .filter(({ index }) => index >= 0 && index < resumes.length);
    this.flow.update([resumes, labels]);
    this.disagreement.update([disagreement], events);
    this.latency.update([p50, p99]);
    this.backlog.update([backlog]);
  }
}

/** The mean over five seconds, which smooths bursts of committed records. */
function smooth(values) {
  return values.map((value, i) => {
    if (value < 0) return value;
    const around = values.slice(Math.max(0, i - 4), i + 1).filter((known) => known >= 0);
    return around.reduce((a, b) => a + b, 0) / around.length;
  });
}

/** Of 100, over some points up to each; a gap where there was nothing to compare, or too little is known to tell. */
function shares(parts, wholes, over) {
  let part = 0;
  let whole = 0;
  return wholes.map((now, i) => {
    part += Math.max(0, parts[i]);
    whole += Math.max(0, now);
    if (i >= over) {
      part -= Math.max(0, parts[i - over]);
      whole -= Math.max(0, wholes[i - over]);
    }
    return whole === 0 || i < over - 1 ? -1 : (100 * part) / whole;
  });
}

const known = (number, format = count) => (number < 0 ? 'unknown' : format(number));

/** The figures at the top. */
export function showFigures(status) {
  text(byId('f-in'), rate(status.resumesPerSecond));
  text(byId('f-in-note'), `labelled ${rate(status.labelsPerSecond)} per second`);
  text(byId('f-p50'), status.p50 < 0 ? '–' : count(status.p50));
  text(byId('f-p99'), status.p99 < 0 ? 'no new label in the last half minute' : `99 % within ${count(status.p99)} ms`);
  text(byId('f-backlog'), status.backlog.stream < 0 ? '–' : count(status.backlog.stream));
  text(byId('f-backlog-note'), status.modelAwaited ? `for the model ${known(status.backlog.workers)}` : 'no model is used');
  const compared = status.compared > 0;
  text(byId('f-disagree'), compared ? percent(status.disagreed / status.compared).replace(' %', '') : '–');
  text(byId('f-disagree-unit'), compared ? '%' : '');
  text(byId('f-disagree-note'), compared
    ? `of ${count(status.compared)} with both votes, last minute`
    : status.modelAwaited ? 'the model has not voted in the last minute' : 'only the rules vote');
  text(byId('f-champion'), status.champion ?? (status.modelAwaited ? 'none yet' : 'none'));
  text(byId('f-rules'), `rules ${status.rules}`);
}
