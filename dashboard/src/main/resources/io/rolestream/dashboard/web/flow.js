import { LineChart } from './charts.js';
import { byId, text, count, rate, percent, clock } from './dom.js';

const SECONDS = 600;
const MEASURES = ['resumes', 'labels', 'p50', 'p99', 'backlog'];

/** The last ten minutes, second by second, always of the same length; and the figures above them. */
export class Flow {
  /** onGap: called where seconds are missing, so that the whole is asked for again. */
  constructor(onGap) {
    this.onGap = onGap;
    this.end = null;
    this.values = Object.fromEntries(MEASURES.map((measure) => [measure, new Array(SECONDS).fill(-1)]));
    const describe = (index) => (index === SECONDS - 1 ? 'now' : clock((this.end - SECONDS + index) * 1000));
    this.flow = new LineChart(byId('chart-flow'), [{ name: 'in', kind: 'accent' }, { name: 'out', kind: 'strong' }],
      { least: 10, describe, format: count, title: 'Resumes in and labels out, a second, over ten minutes' });
    this.latency = new LineChart(byId('chart-latency'), [{ name: 'p50', kind: 'accent' }, { name: 'p99', kind: 'strong' }],
      { least: 100, describe, format: count, title: 'Median and 99th percentile of the latency over ten minutes' });
    this.backlog = new LineChart(byId('chart-backlog'), [{ name: '', kind: 'accent' }],
      { least: 100, describe, format: count, title: 'Resumes that the labelling service has still to read, over ten minutes' });
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

  draw() {
    if (document.hidden) return;
    this.flow.update([smooth(this.values.resumes), smooth(this.values.labels)]);
    this.latency.update([this.values.p50, this.values.p99]);
    this.backlog.update([this.values.backlog]);
  }
}

/** The mean of five seconds: what is committed in bursts is not shown as bursts. */
function smooth(values) {
  return values.map((value, i) => {
    if (value < 0) return value;
    const around = values.slice(Math.max(0, i - 4), i + 1).filter((known) => known >= 0);
    return around.reduce((a, b) => a + b, 0) / around.length;
  });
}

const known = (number, format = count) => (number < 0 ? 'unknown' : format(number));

/** The figures at the top. */
export function showFigures(status) {
  text(byId('f-in'), rate(status.resumesPerSecond));
  text(byId('f-in-note'), `labels out ${rate(status.labelsPerSecond)}`);
  text(byId('f-p50'), status.p50 < 0 ? '–' : count(status.p50));
  text(byId('f-p99'), status.p99 < 0 ? 'nothing to measure yet' : `99 % within ${count(status.p99)} ms`);
  text(byId('f-backlog'), status.backlog.stream < 0 ? '–' : count(status.backlog.stream));
  text(byId('f-backlog-note'), status.modelAwaited ? `workers ${known(status.backlog.workers)}` : 'no model is awaited');
  const compared = status.compared > 0;
  text(byId('f-disagree'), compared ? percent(status.disagreed / status.compared).replace(' %', '') : '–');
  text(byId('f-disagree-unit'), compared ? '%' : '');
  text(byId('f-disagree-note'), compared
    ? `of ${count(status.compared)} with both votes, last minute`
    : status.modelAwaited ? 'no model has voted in the last minute' : 'the rules are alone');
  text(byId('f-champion'), status.champion ?? (status.modelAwaited ? 'none yet' : 'none'));
  text(byId('f-rules'), `rules ${status.rules}`);
}
