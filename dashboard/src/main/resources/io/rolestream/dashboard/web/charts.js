import { svg, text, attribute } from './dom.js';

const LEFT = 50;
const SCALE_GAP = 6;
const TOP = 8;
const EVENTS_TOP = 22;
const BOTTOM = 20;
/** How far right of the lines their labels begin. */
const LABEL_LEFT = 8;
const LABEL_GAP = 14;
const CHAR = 6.6;
const MOST_EVENTS = 4;
const MOST_PARTS = 5;
const TIME_GAP = 84;
const TIME_WIDTH = 46;
const MOST_TIMES = 16;
const MINUTE = 60000;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720].map((minutes) => minutes * MINUTE);

/** The least number of the form 1, 2 or 5 times a power of ten that is not below a value. */
export function step(wanted) {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((digit) => digit * power).find((round) => round >= wanted * (1 - 1e-9));
}

/** The top of a scale that holds a value, and the number of parts it is divided into. */
function scale(highest, least) {
  const wanted = Math.max(highest, least);
  const part = step(wanted / MOST_PARTS);
  const parts = Math.max(1, Math.ceil(wanted / part - 1e-9));
  return { top: part * parts, parts };
}

/** 950, 1.5k, 20M */
export const short = (number) => {
  if (number >= 1e6) return `${+(number / 1e6).toFixed(2)}M`;
  if (number >= 1e3) return `${+(number / 1e3).toFixed(2)}k`;
  return String(+number.toPrecision(3));
};

/** Milliseconds: 250 ms, 1.5 s. On a scale, all in the unit of its top. */
export const millis = (number, top = number) => {
  if (number === 0) return '0';
  return top >= 1000 ? `${+(number / 1000).toFixed(2)} s` : `${Math.round(number)} ms`;
};

const minuteOf = (at) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Charts over the same points, which show the values at the same one while a pointer is over any of them. */
export class Crosshair {
  constructor() {
    this.charts = [];
    this.index = null;
  }

  move(index) {
    if (index === this.index) return;
    this.index = index;
    this.charts.forEach((chart) => chart.draw());
  }
}

/**
 * Lines over equidistant points, the newest at the right. Elements are created once; an update only changes attributes.
 * A pointer over the chart shows the values at that point. A labelled line marks an event.
 *
 * series: [{ name, kind }], where kind is a class and the first one is filled; options: least (of the top of the scale),
 * describe (x index to the text below), format (of values), title (what a screen reader says); and where wanted: tick (of
 * a value and the top of the scale), time (x index to milliseconds; marks round times below), crosshair (shared with other
 * charts), events (whether any may be marked).
 */
export class LineChart {
  constructor(box, series, { least = 1, describe, format, title, tick = short, time = null, crosshair = new Crosshair(), events = false }) {
    Object.assign(this, { box, series, least, describe, format, tick, time, crosshair });
    this.top = events ? EVENTS_TOP : TOP;
    this.root = svg('svg', { role: 'img', 'aria-label': title, focusable: 'false' });
    this.grid = Array.from({ length: MOST_PARTS + 1 }, () => ({
      line: svg('line', { class: 'grid' }),
      label: svg('text', { class: 'axis', 'text-anchor': 'end' }),
    }));
    this.area = svg('path', { class: `area ${series[0].kind}` });
    this.lines = series.map(({ kind }) => svg('path', { class: `line ${kind}` }));
    this.labels = series.map(({ kind }) => svg('text', { class: `direct ${kind}` }));
    this.events = Array.from({ length: MOST_EVENTS }, () => {
      const line = svg('line');
      const label = svg('text');
      return { line, label, root: svg('g', { class: 'event', visibility: 'hidden' }, line, label) };
    });
    this.cursor = svg('line', { class: 'cursor', visibility: 'hidden' });
    this.times = time === null ? [] : Array.from({ length: MOST_TIMES }, () => svg('text', { class: 'axis', 'text-anchor': 'middle' }));
    this.from = svg('text', { class: 'axis' });
    this.to = svg('text', { class: 'axis', 'text-anchor': 'end' });
    this.at = svg('text', { class: 'axis at', 'text-anchor': 'middle' });
    this.root.append(
      ...this.grid.flatMap(({ line, label }) => [line, label]),
      this.area, ...this.events.map(({ root }) => root), ...this.lines, this.cursor, ...this.labels, this.from, this.to, ...this.times, this.at,
    );
    box.replaceChildren(this.root);
    this.crosshair.charts.push(this);
    this.root.addEventListener('pointermove', (event) => this.point(event));
    this.root.addEventListener('pointerleave', () => this.crosshair.move(null));
    new ResizeObserver(() => this.draw()).observe(box);
  }

  /** The point under the pointer, of this chart or one that shares its crosshair; null if there is none. */
  get hovered() {
    const { index } = this.crosshair;
    return index === null || !this.values ? null : Math.min(index, this.values[0].length - 1);
  }

  /** values: an array for each series, all of one length; a negative value is a gap. marks: [{ index, label }], the latest are shown. */
  update(values, marks = []) {
    this.values = values;
    this.marks = [...marks].sort((a, b) => a.index - b.index).slice(-MOST_EVENTS);
    this.draw();
  }

  point(event) {
    if (!this.values || !this.geometry) return;
    const { width, right } = this.geometry;
    const x = event.clientX - this.root.getBoundingClientRect().left;
    const points = this.values[0].length;
    const index = Math.round(((x - LEFT) / (width - LEFT - right)) * (points - 1));
    this.crosshair.move(Math.max(0, Math.min(points - 1, index)));
  }

  draw() {
    const width = this.box.clientWidth;
    const height = this.box.clientHeight;
    if (!this.values || width < 80 || height < 40) return;
    const names = this.series.map(({ name }) => name);
    const right = 14 + Math.max(...names.map((name) => name.length + 8)) * CHAR;
    this.geometry = { width, right };
    const points = this.values[0].length;
    const x = (index) => LEFT + (index / Math.max(1, points - 1)) * (width - LEFT - right);
    const { top, parts } = scale(Math.max(0, ...this.values.map((line) => line.reduce((a, b) => Math.max(a, b), 0))), this.least);
    const y = (value) => this.top + (1 - value / top) * (height - this.top - BOTTOM);

    attribute(this.root, 'viewBox', `0 0 ${width} ${height}`);
    this.drawGrid(parts, top, y, width - right);
    this.values.forEach((line, i) => attribute(this.lines[i], 'd', path(line, x, y)));
    attribute(this.area, 'd', filled(this.values[0], x, y));
    this.drawEvents(x, width - right, height);
    this.drawLabels(x, y, width - right, height);
    this.drawTimes(x, width - right, height - 5, points);
  }

  drawGrid(parts, top, y, end) {
    const every = parts > 2 && this.box.clientHeight < 130 ? 2 : 1;
    this.grid.forEach(({ line, label }, i) => {
      const shown = i <= parts;
      attribute(line, 'visibility', shown ? 'visible' : 'hidden');
      attribute(label, 'visibility', shown && i % every === 0 ? 'visible' : 'hidden');
      if (!shown) return;
      const at = y((i / parts) * top);
      attribute(line, 'x1', LEFT);
      attribute(line, 'x2', end);
      attribute(line, 'y1', at);
      attribute(line, 'y2', at);
      attribute(label, 'x', LEFT - SCALE_GAP);
      attribute(label, 'y', at + 4);
      text(label, this.tick((i / parts) * top, top));
    });
  }

  /** The latest first; labels that would cover another are left out. */
  drawEvents(x, end, height) {
    let free = end;
    [...this.events].reverse().forEach(({ root, line, label }, i) => {
      const mark = this.marks[this.marks.length - 1 - i];
      attribute(root, 'visibility', mark ? 'visible' : 'hidden');
      if (!mark) return;
      const at = x(mark.index);
      attribute(line, 'x1', at);
      attribute(line, 'x2', at);
      attribute(line, 'y2', height - BOTTOM);
      const long = mark.label.length * CHAR + 8;
      const after = at + long <= free;
      const shown = after || (at <= free && at - long >= LEFT);
      attribute(line, 'y1', shown ? EVENTS_TOP - 14 : EVENTS_TOP);
      attribute(label, 'x', at + (after ? 4 : -4));
      attribute(label, 'y', EVENTS_TOP - 8);
      attribute(label, 'text-anchor', after ? 'start' : 'end');
      text(label, shown ? mark.label : '');
      if (shown) free = Math.min(free, after ? at : at - long);
    });
  }

  /** Round times below, or where the points are no times, those at both ends; and the one under the pointer, which covers none. */
  drawTimes(x, end, bottom, points) {
    const { hovered } = this;
    const told = hovered === null ? '' : this.describe(hovered, points);
    const half = (told.length * CHAR) / 2;
    const cursor = hovered === null ? null : Math.min(Math.max(x(hovered), LEFT + half), end - half);
    text(this.at, told);
    if (cursor !== null) {
      attribute(this.at, 'x', cursor);
      attribute(this.at, 'y', bottom);
    }
    const isFree = (middle, wide) => cursor === null || Math.abs(middle - cursor) >= half + wide / 2 + 8;
    if (this.time === null) {
      const [first, last] = [this.describe(0, points), this.describe(points - 1, points)];
      text(this.from, isFree(LEFT + (first.length * CHAR) / 2, first.length * CHAR) ? first : '');
      text(this.to, isFree(end - (last.length * CHAR) / 2, last.length * CHAR) ? last : '');
      attribute(this.from, 'x', LEFT);
      attribute(this.from, 'y', bottom);
      attribute(this.to, 'x', end);
      attribute(this.to, 'y', bottom);
      return;
    }
    const first = this.time(0, points);
    const last = this.time(points - 1, points);
    const most = Math.max(1, Math.floor((end - LEFT) / TIME_GAP));
    const gap = TIME_STEPS.find((candidate) => (last - first) / candidate <= most) ?? TIME_STEPS[TIME_STEPS.length - 1];
    const zone = new Date(last).getTimezoneOffset() * MINUTE;
    let next = Math.ceil((first - zone) / gap) * gap + zone;
    for (const label of this.times) {
      const at = LEFT + ((next - first) / Math.max(1, last - first)) * (end - LEFT);
      // Between the scale's labels and the lines'.
      const fits = at - TIME_WIDTH / 2 >= LEFT - SCALE_GAP && at + TIME_WIDTH / 2 <= end + LABEL_LEFT;
      const shown = next <= last && fits && isFree(at, TIME_WIDTH);
      attribute(label, 'visibility', shown ? 'visible' : 'hidden');
      if (shown) {
        attribute(label, 'x', at);
        attribute(label, 'y', bottom);
        text(label, minuteOf(next));
      }
      next += gap;
    }
  }

  drawLabels(x, y, end, height) {
    const index = this.hovered ?? this.values[0].length - 1;
    attribute(this.cursor, 'visibility', this.hovered === null ? 'hidden' : 'visible');
    attribute(this.cursor, 'x1', x(index));
    attribute(this.cursor, 'x2', x(index));
    attribute(this.cursor, 'y1', this.top);
    attribute(this.cursor, 'y2', height - BOTTOM);
    const places = this.values
      .map((line, i) => ({ i, value: line[index] }))
      .map((place) => ({ ...place, at: place.value < 0 ? height - BOTTOM : y(place.value) }))
      .sort((a, b) => a.at - b.at);
    for (let i = 1; i < places.length; i++) {
      places[i].at = Math.max(places[i].at, places[i - 1].at + LABEL_GAP);
    }
    const over = places.length ? Math.max(0, places[places.length - 1].at - (height - BOTTOM)) : 0;
    for (const { i, value, at } of places) {
      attribute(this.labels[i], 'x', end + LABEL_LEFT);
      attribute(this.labels[i], 'y', at - over + 4);
      text(this.labels[i], `${value < 0 ? '–' : this.format(value)} ${this.series[i].name}`);
    }
  }
}

const px = (number) => number.toFixed(1);

function path(values, x, y) {
  let drawn = '';
  let pen = false;
  values.forEach((value, i) => {
    if (value < 0) {
      pen = false;
    } else {
      drawn += `${pen ? 'L' : 'M'}${px(x(i))} ${px(y(value))}`;
      pen = true;
    }
  });
  return drawn;
}

function filled(values, x, y) {
  let drawn = '';
  let start = -1;
  for (let i = 0; i <= values.length; i++) {
    const known = i < values.length && values[i] >= 0;
    if (known && start < 0) {
      start = i;
      drawn += `M${px(x(i))} ${px(y(0))}`;
    }
    if (known) {
      drawn += `L${px(x(i))} ${px(y(values[i]))}`;
    } else if (start >= 0) {
      drawn += `L${px(x(i - 1))} ${px(y(0))}Z`;
      start = -1;
    }
  }
  return drawn;
}

/** A line without axes, as high as its row. */
export class Sparkline {
  constructor(width, height) {
    Object.assign(this, { width, height });
    this.line = svg('path', { class: 'line accent' });
    this.area = svg('path', { class: 'area accent' });
    this.root = svg('svg', { class: 'spark', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false', preserveAspectRatio: 'none' }, this.area, this.line);
  }

  update(values, highest) {
    const x = (i) => (i / Math.max(1, values.length - 1)) * this.width;
    const y = (value) => this.height - 1 - (value / Math.max(1, highest)) * (this.height - 3);
    attribute(this.line, 'd', path(values, x, y));
    attribute(this.area, 'd', filled(values, x, y));
  }
}
