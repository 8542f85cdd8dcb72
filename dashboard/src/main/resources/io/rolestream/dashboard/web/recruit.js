import { get } from './api.js';
import { heading } from './matches.js';
import { Ranking, titleOf } from './ranking.js';
import { byId, foreign, h } from './dom.js';

const ASK_AFTER_MS = 250;

/** The recruiter's direction: a job is searched and chosen, and the resumes that suit it are listed. */
export class Recruit {
  /** onResume: called with a resume's id. */
  constructor(session, { onResume }) {
    this.ranking = new Ranking({ ofResume: false, canAnswer: session.canAnswer, onOther: onResume });
    this.field = byId('recruit-query');
    this.found = byId('recruit-found');
    this.result = byId('recruit-result');
    this.asked = 0;
    this.offered = false;
    this.timer = null;
    this.field.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), ASK_AFTER_MS);
    });
    byId('recruit-form').addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(this.timer);
      this.search();
    });
  }

  /** Offers the newest jobs once there are any. */
  offer({ jobs }) {
    if (this.offered || jobs.known === 0) return;
    this.offered = true;
    if (this.asked === 0) this.search();
  }

  async search() {
    const asked = ++this.asked;
    try {
      const jobs = await get(`api/jobs?query=${encodeURIComponent(this.field.value)}`);
      if (asked !== this.asked) return;
      this.found.replaceChildren(...(jobs.length === 0
        ? [h('li', { class: 'empty' }, 'No job has this in its title, id or role.')]
        : jobs.map((job) => this.row(job))));
    } catch (problem) {
      if (asked === this.asked) this.found.replaceChildren(h('li', { class: 'problem' }, problem.message));
    }
  }

  row(job) {
    const facts = [job.role ? foreign(job.role) : 'no role yet', foreign(job.id), job.location ? foreign(job.location) : null, job.remote ? 'remote' : null].filter(Boolean);
    return h('li', {}, h('button', { type: 'button', class: 'listrow two', 'data-job': job.id, onclick: () => this.open(job.id) },
      h('span', { class: 'who' }, titleOf(job), h('span', { class: 'sub' }, ...facts.flatMap((fact, i) => (i === 0 ? [fact] : [' · ', fact])))),
      h('span', { class: 'when sub' }, job.open ? (job.hasList ? 'has a list' : 'no list yet') : 'closed')));
  }

  /** Shows a job's list and scrolls to it. */
  show(jobId) {
    byId('recruit').scrollIntoView({ block: 'start' });
    this.open(jobId);
  }

  async open(jobId) {
    this.asked++;
    this.found.replaceChildren();
    this.opened = jobId;
    try {
      const list = await get(`api/recommendations?job=${encodeURIComponent(jobId)}`);
      if (this.opened !== jobId) return;
      this.result.replaceChildren(heading(list, ['Resumes for ', titleOf(list)]), this.ranking.show(list));
    } catch (problem) {
      if (this.opened === jobId) this.result.replaceChildren(h('p', { class: 'problem' }, problem.message));
    }
  }
}
