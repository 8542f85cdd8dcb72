import { LineChart } from './charts.js';
import { byId, text, count, rate, percent, clock } from './dom.js';

const SECONDS = 600;
const LEAST_SECONDS = 120;
const SHARE_SECONDS = 30;
const MEASURES = ['resumes', 'labels', 'compared', 'disagreed', 'p50', 'p99', 'backlog'];

/** Charts of the last ten minutes, second by second, as far as known, and the figures above them. */
export class Flow {
  /** onGap: called if seconds are missing; it requests everything again. */
  constructor(onGap) {
    this.onGap = onGap;
    this.end = null;
    this.champions = [];
    this.values = Object.fromEntries(MEASURES.map((measure) => [measure, new Array(SECONDS).fill(-1)]));
    const describe = (index, points) => (index === points - 1 ? 'now' : clock((this.end - points + index) * 1000));
    this.flow = new LineChart(byId('chart-flow'), [{ name: 'in', kind: 'accent' }, { name: 'out', kind: 'strong' }],
      { least: 10, describe, format: count, title: 'Resumes in and labels out per second, over the last ten minutes' });
    this.disagreement = new LineChart(byId('chart-disagreement'), [{ name: '', kind: 'accent' }],
      { least: 10, describe, format: (share) => `${share.toFixed(1)} %`, title: 'Share of texts on which rules and model disagree, in percent, over the last ten minutes' });
    this.latency = new LineChart(byId('chart-latency'), [{ name: 'p50', kind: 'accent' }, { name: 'p99', kind: 'strong' }],
      { least: 100, describe, format: count, title: 'Median and 99th percentile of the latency over the last ten minutes' });
    this.backlog = new LineChart(byId('chart-backlog'), [{ name: '', kind: 'accent' }],
      { least: 100, describe, format: count, title: 'Resumes that the labelling service has yet to read, over the last ten minutes' });
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
    this.draw();
  }

  /** versions: the present and former champions, with the time of each promotion. */
  took(versions) {
    this.champions = versions.filter(({ championAt }) => championAt !== null)
      .map(({ version, championAt }) => ({ version, second: Math.floor(Date.parse(championAt) / 1000) }));
  }

  draw() {
    if (document.hidden) return;
    const first = this.values.resumes.findIndex((value) => value >= 0);
    const from = Math.min(first < 0 ? SECONDS : first, SECONDS - LEAST_SECONDS);
    const shown = (values) => values.slice(from);
    const events = this.champions
      .map(({ version, second }) => ({ index: second - this.end + SECONDS - from, label: version }))
      .filter(({ index }) => index >= 0 && index < SECONDS - from);
    this.flow.update([shown(smooth(this.values.resumes)), shown(smooth(this.values.labels))]);
    this.disagreement.update([shown(shares(this.values.disagreed, this.values.compared))], events);
    this.latency.update([shown(this.values.p50), shown(this.values.p99)]);
    this.backlog.update([shown(this.values.backlog)]);
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

/** Of 100, over the seconds up to each; a gap where there was nothing to compare, or too little is known to tell. */
function shares(parts, wholes) {
  let part = 0;
  let whole = 0;
  return wholes.map((now, i) => {
    part += Math.max(0, parts[i]);
    whole += Math.max(0, now);
    if (i >= SHARE_SECONDS) {
      part -= Math.max(0, parts[i - SHARE_SECONDS]);
      whole -= Math.max(0, wholes[i - SHARE_SECONDS]);
    }
    return whole === 0 || i < SHARE_SECONDS - 1 ? -1 : (100 * part) / whole;
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
