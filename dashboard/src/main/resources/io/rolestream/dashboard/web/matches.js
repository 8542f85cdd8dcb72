import { get } from './api.js';
import { CAUSES, Ranking, generated, titleOf } from './ranking.js';
import { ago, byId, count, counted, duration, foreign, h, since, text } from './dom.js';

const SHOWN_JOBS = 3;
const STALE_MS = 120000;

/** The newest lists of recommended jobs, and one of them in full. */
export class Matches {
  /** session: what the server says of this page; onJob: called with a job's id. */
  constructor(session, { onJob }) {
    this.canAnswer = session.canAnswer;
    this.ranking = new Ranking({ ofResume: true, canAnswer: session.canAnswer, onOther: onJob });
    this.opened = null;
    this.latest = '';
    this.part = null;
    this.body = byId('matches-latest');
    this.detail = byId('matches-detail');
    byId('matches-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.open(byId('matches-id').value.trim());
    });
    // A list must not move away under a pointer that is about to choose from it.
    this.body.addEventListener('pointerenter', (event) => { if (event.pointerType === 'mouse') this.body.classList.add('hovered'); });
    this.body.addEventListener('pointerleave', () => this.body.classList.remove('hovered'));
    byId('matches-pause').addEventListener('change', () => { if (this.part) this.take(this.part); });
  }

  take(part) {
    this.part = part;
    document.body.classList.toggle('nojobs', !part.used);
    text(byId('matches-note'), summary(part));
    byId('matches-trouble').replaceChildren(...troubles(part).map((trouble) => h('p', { class: 'problem' }, trouble)));
    const latest = JSON.stringify([part.latest, part.jobs.known === 0]);
    if (latest === this.latest || (this.body.children.length > 0 && (byId('matches-pause').checked || this.body.matches('.hovered')))) return;
    this.latest = latest;
    const focused = document.activeElement?.dataset.list;
    this.body.replaceChildren(...(part.latest.length === 0
      ? [h('li', { class: 'empty' }, part.jobs.known === 0
        ? 'There are no jobs yet.'
        : 'There are jobs, but no list yet: is the recommender running?')]
      : part.latest.map((list) => this.row(list))));
    if (focused) [...this.body.querySelectorAll('[data-list]')].find(({ dataset }) => dataset.list === focused)?.focus({ preventScroll: true });
  }

  row(list) {
    const jobs = list.results.slice(0, SHOWN_JOBS);
    return h('li', { 'aria-current': this.opened === list.id ? 'true' : null },
      h('button', { type: 'button', class: 'listrow', 'data-list': list.id, onclick: () => this.open(list.id) },
        h('span', { class: 'who' }, foreign(list.id), list.role ? h('span', { class: 'sub' }, foreign(list.role)) : h('span', { class: 'sub' }, 'no role yet')),
        h('span', { class: 'best' }, ...(jobs.length === 0
          ? ['no open job suits']
          : jobs.map((job) => h('span', { class: 'one' }, `${job.position}. `, titleOf(job))))),
        h('span', { class: 'when sub' }, ago(list.at), h('span', { class: 'sub' }, CAUSES[list.cause] ?? 'unknown cause'))));
  }

  /** Shows a resume's list in full. */
  async open(resumeId) {
    if (resumeId === '') {
      this.detail.replaceChildren(h('p', { class: 'problem' }, 'Enter the id of a resume.'));
      return;
    }
    this.opened = resumeId;
    byId('matches-id').value = resumeId;
    try {
      const list = await get(`api/recommendations?resume=${encodeURIComponent(resumeId)}`);
      if (this.opened !== resumeId) return;
      this.detail.replaceChildren(heading(list, ['Jobs for ', foreign(list.id)]), generated(list, this.canAnswer) ?? '', this.ranking.show(list));
    } catch (problem) {
      if (this.opened === resumeId) this.detail.replaceChildren(h('p', { class: 'problem' }, problem.message));
    }
    this.body.querySelectorAll('li').forEach((row) => {
      const current = row.querySelector('[data-list]')?.dataset.list === resumeId;
      if (current) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
    });
  }
}

/** What a list is, above its entries. */
export function heading(list, name) {
  return h('div', { class: 'listhead' },
    h('h3', {}, ...name),
    h('p', { class: 'note' }, list.role ? h('span', {}, 'role ', foreign(list.role), ', ') : 'no role yet, ',
      `computed ${list.revision === 1 ? 'once' : `${list.revision} times`} (last: ${CAUSES[list.cause] ?? 'unknown cause'}), `, ago(list.at), ', ranked by ', foreign(list.version)));
}

function troubles({ trouble, unreadable, skipped, rates }) {
  return [
    trouble === '' ? '' : `Jobs and recommendations cannot be read: ${trouble}`,
    unreadable === 0 ? '' : `${counted(unreadable, 'record')} of other programs could not be read.`,
    skipped > 0 ? `${counted(skipped, 'record')} of lists and feedback skipped, because the dashboard could not keep up.` : '',
    rates.latestAt > 0 && rates.unread > 0 && since(rates.latestAt) > STALE_MS
      ? `No list has been computed for ${duration(Math.round(since(rates.latestAt) / 1000))}, though ${counted(rates.unread, 'change')} of jobs arrived: is the recommender running?`
      : '',
  ].filter(Boolean);
}

function summary(part) {
  if (!part.used) return '';
  const lists = Object.values(part.rates.causes).reduce((a, b) => a + b, 0);
  return `${counted(part.jobs.open, 'open job')}, ${counted(part.rates.known, 'resume')} with a list; ${count(lists)} lists in 10 minutes, ${part.rates.unread === 0 ? 'the newest with all jobs' : `the newest without the last ${counted(part.rates.unread, 'change')} of jobs`}`;
}
