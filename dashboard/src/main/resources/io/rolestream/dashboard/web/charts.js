import { svg, text, attribute } from './dom.js';

const LEFT = 40;
const TOP = 8;
const BOTTOM = 20;
const LABEL_GAP = 14;
const CHAR = 6.6;
const MOST_EVENTS = 4;

/** A round number not below a value, and the number of parts it is divided into. */
function scale(highest, least) {
  const wanted = Math.max(highest, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const top = [1, 2, 4, 5, 10].map((step) => step * power).find((step) => step >= wanted);
  return { top, parts: top / power === 5 ? 5 : top / power === 1 || top / power === 10 ? 2 : 4 };
}

const short = (number) => {
  if (number >= 1e6) return `${+(number / 1e6).toFixed(1)}M`;
  if (number >= 1e4) return `${+(number / 1e3).toFixed(1)}k`;
  return String(+number.toFixed(2));
};

/**
 * Lines over equidistant points, the newest at the right. Elements are created once; an update only changes attributes.
 * A pointer over the chart shows the values at that point. A labelled line marks an event.
 *
 * series: [{ name, kind }], where kind is a class and the first one is filled; options: least (of the top of the scale),
 * describe (x index to the text below), format (of values), title (what a screen reader says).
 */
export class LineChart {
  constructor(box, series, { least = 1, describe, format, title }) {
    Object.assign(this, { box, series, least, describe, format });
    this.root = svg('svg', { role: 'img', 'aria-label': title, focusable: 'false' });
    this.grid = [0, 1, 2, 3, 4, 5].map(() => ({
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
    this.from = svg('text', { class: 'axis' });
    this.to = svg('text', { class: 'axis', 'text-anchor': 'end' });
    this.root.append(
      ...this.grid.flatMap(({ line, label }) => [line, label]),
      this.area, ...this.events.map(({ root }) => root), ...this.lines, this.cursor, ...this.labels, this.from, this.to,
    );
    box.replaceChildren(this.root);
    this.hovered = null;
    this.root.addEventListener('pointermove', (event) => this.point(event));
    this.root.addEventListener('pointerleave', () => { this.hovered = null; this.draw(); });
    new ResizeObserver(() => this.draw()).observe(box);
  }

  /** values: an array for each series, all of one length; a negative value is a gap. marks: [{ index, label }], the latest are shown. */
  update(values, marks = []) {
    this.values = values;
    this.marks = marks.slice(-MOST_EVENTS);
    this.draw();
  }

  point(event) {
    if (!this.values || !this.geometry) return;
    const { width, right } = this.geometry;
    const x = event.clientX - this.root.getBoundingClientRect().left;
    const points = this.values[0].length;
    const index = Math.round(((x - LEFT) / (width - LEFT - right)) * (points - 1));
    this.hovered = Math.max(0, Math.min(points - 1, index));
    this.draw();
  }

  draw() {
    const width = this.box.clientWidth;
    const height = this.box.clientHeight;
    if (!this.values || width < 80 || height < 40) return;
    const names = this.series.map(({ name }) => name);
    const right = 14 + Math.max(...names.map((name) => name.length + 7)) * CHAR;
    this.geometry = { width, right };
    const points = this.values[0].length;
    const x = (index) => LEFT + (index / Math.max(1, points - 1)) * (width - LEFT - right);
    const { top, parts } = scale(Math.max(0, ...this.values.map((line) => line.reduce((a, b) => Math.max(a, b), 0))), this.least);
    const y = (value) => TOP + (1 - value / top) * (height - TOP - BOTTOM);

    attribute(this.root, 'viewBox', `0 0 ${width} ${height}`);
    this.drawGrid(parts, top, y, width - right);
    this.values.forEach((line, i) => attribute(this.lines[i], 'd', path(line, x, y)));
    attribute(this.area, 'd', filled(this.values[0], x, y));
    this.drawEvents(x, width - right, height);
    this.drawLabels(x, y, width - right, height);
    text(this.from, this.describe(0, points));
    text(this.to, this.hovered === null ? this.describe(points - 1, points) : this.describe(this.hovered, points));
    attribute(this.from, 'x', LEFT);
    attribute(this.from, 'y', height - 5);
    attribute(this.to, 'x', width - right);
    attribute(this.to, 'y', height - 5);
  }

  drawGrid(parts, top, y, end) {
    this.grid.forEach(({ line, label }, i) => {
      const shown = i <= parts;
      attribute(line, 'visibility', shown ? 'visible' : 'hidden');
      attribute(label, 'visibility', shown ? 'visible' : 'hidden');
      if (!shown) return;
      const at = y((i / parts) * top);
      attribute(line, 'x1', LEFT);
      attribute(line, 'x2', end);
      attribute(line, 'y1', at);
      attribute(line, 'y2', at);
      attribute(label, 'x', LEFT - 6);
      attribute(label, 'y', at + 4);
      text(label, short((i / parts) * top));
    });
  }

  drawEvents(x, end, height) {
    this.events.forEach(({ root, line, label }, i) => {
      const mark = this.marks[i];
      attribute(root, 'visibility', mark ? 'visible' : 'hidden');
      if (!mark) return;
      const at = x(mark.index);
      const before = at + mark.label.length * CHAR > end;
      attribute(line, 'x1', at);
      attribute(line, 'x2', at);
      attribute(line, 'y1', TOP);
      attribute(line, 'y2', height - BOTTOM);
      attribute(label, 'x', at + (before ? -4 : 4));
      attribute(label, 'y', height - BOTTOM - 6 - LABEL_GAP * (i % 2));
      attribute(label, 'text-anchor', before ? 'end' : 'start');
      text(label, mark.label);
    });
  }

  drawLabels(x, y, end, height) {
    const index = this.hovered ?? this.values[0].length - 1;
    attribute(this.cursor, 'visibility', this.hovered === null ? 'hidden' : 'visible');
    attribute(this.cursor, 'x1', x(index));
    attribute(this.cursor, 'x2', x(index));
    attribute(this.cursor, 'y1', TOP);
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
      attribute(this.labels[i], 'x', end + 8);
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
