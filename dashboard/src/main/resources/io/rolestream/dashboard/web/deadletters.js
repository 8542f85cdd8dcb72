import { ago, byId, count, foreign, h, text } from './dom.js';

const SHOWN = 6;

/** Reasons in words, by their codes in headers and metrics. */
const REASONS = {
  'key-missing': 'no key',
  'key-malformed': 'the key is not text',
  'key-mismatch': 'key and id differ',
  'not-avro': 'not in the expected format, Avro',
  'not-json': 'not in the expected format, JSON',
  'id-blank': 'no id',
  'id-too-long': 'the id is too long',
  'nothing-to-judge': 'neither skills nor text',
  'text-too-long': 'the text is too long',
  'inference-failed': 'the model failed on it; the rules label it',
  skipped: 'skipped by an operator',
};

/** A reason in words, with its code. */
const words = (code) => h('span', {}, REASONS[code] ?? '', REASONS[code] ? ' ' : '', h('span', { class: 'unit' }, foreign(code)));

/** Records that could not be read (dead letters), by reason, and the latest of them. */
export class DeadLetters {
  take(part) {
    text(byId('dead-note'), part.total === 0 ? 'none in the last hour' : `${count(part.total)} in the last hour`);
    byId('dead-reasons').replaceChildren(reasons(part));
    byId('dead-latest').replaceChildren(...(part.latest.length === 0 ? [] : [
      h('h3', {}, 'Latest'),
      h('ul', { class: 'plainlist letters' }, ...part.latest.slice(0, SHOWN).map((letter) => h('li', {},
        h('b', {}, foreign(letter.resumeId || 'no key')), ' ', words(letter.reason), ', ', ago(letter.at),
        letter.message === null || letter.message === '' ? null : h('span', { class: 'sub' }, foreign(letter.message)))))]));
  }

  /** Those of jobs. */
  jobs(part) {
    byId('dead-jobs').replaceChildren(reasons(part));
  }
}

function reasons(part) {
  return part.reasons.length === 0
    ? h('p', { class: 'empty' }, 'None in the last hour.')
    : h('ul', { class: 'reasons' }, ...part.reasons.slice(0, 8).map(({ reason, count: number }) => {
      const bar = h('span', { class: 'bar', 'aria-hidden': 'true' });
      bar.style.width = `${(100 * number) / part.reasons[0].count}%`;
      return h('li', {}, words(reason), h('span', { class: 'num' }, count(number)), bar);
    }));
}
