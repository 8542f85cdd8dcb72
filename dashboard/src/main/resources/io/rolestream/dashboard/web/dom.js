// Elements are built from text nodes and attributes only: nothing from a resume is ever parsed as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element. Attributes that are null or false are left out; functions listen. */
export function h(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** Makes an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets a text if it differs. */
export function text(element, value) {
  const wanted = String(value);
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

/** Sets an attribute if it differs. */
export function attribute(element, name, value) {
  const wanted = String(value);
  if (element.getAttribute(name) !== wanted) {
    element.setAttribute(name, wanted);
  }
}

export const byId = (id) => document.getElementById(id);

/**
 * Characters that change the direction of text or are invisible, and so change what a text seems to say; also control characters other
 * than line breaks and tabs. Joiners are kept: some languages and emoji need them.
 */
const DECEPTIVE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Untrusted text with deceptive characters made visible, one for one, so that positions stay valid. */
export const visible = (anything) => String(anything).replace(DECEPTIVE, '\ufffd');

/** Untrusted short text, such as a resume's id, with its direction isolated. */
export const foreign = (anything) => h('bdi', {}, visible(anything));

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** 1,234 */
export const count = (number) => whole.format(number);

/** 1 label, 1,234 labels */
export const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** 12.3 up to a hundred, 1,234 above. */
export const rate = (number) => (number < 99.95 ? tenth : whole).format(number);

/** 12.3 %, given a share of 1 */
export const percent = (share) => `${tenth.format(100 * share)} %`;

/** 0.79 */
export const hundredths = (number) => number.toFixed(2);

let now = Date.now();

/** Takes the server's time, in milliseconds. Elements that show an age are updated. */
export function setTime(millis) {
  now = millis;
  document.querySelectorAll('[data-at]').forEach((element) => text(element, roughly(Number(element.dataset.at))));
}

/** How many milliseconds have passed since. */
export const since = (millis) => now - millis;

/** The approximate age, as an element that stays up to date: 5 s, 3 min, 2 h, 4 d. */
export const ago = (millis) => h('span', { 'data-at': millis }, roughly(millis));

function roughly(millis) {
  const seconds = Math.max(0, Math.round(since(millis) / 1000));
  if (seconds < 90) return `${seconds} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86400)} d ago`;
}

/** A duration: 45 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** The time of day in the browser's time zone. */
export const clock = (millis) => new Date(millis).toLocaleTimeString('en-GB');

/** Readable names of deciders. */
export const decider = (name) => ({ RULE: 'the rules', MODEL: 'the model', HUMAN: 'a person' }[name] ?? 'an unknown decider');
