import { post } from './api.js';
import { takeDocuments } from './documents.js';
import { Ranking } from './ranking.js';
import { byId, counted, foreign, h } from './dom.js';

const ASK_AGAIN_MS = 1500;
const MOST_TRIES = 60;

/** Finds the jobs that suit a pasted resume, and asks again while jobs are being read. */
export class Find {
  /** onJob: called with a job's id. */
  constructor(session, { onJob }) {
    this.maxChars = session.maxChars;
    this.ranking = new Ranking({ ofResume: true, canAnswer: false, onOther: onJob });
    this.field = byId('find-text');
    this.result = byId('find-result');
    this.asked = 0;
    byId('find-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.find();
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.find();
    });
    takeDocuments({
      field: this.field,
      button: 'find-file',
      wanted: ({ text }) => text,
      say: (problem) => this.say(problem),
      done: () => this.find(),
    });
  }

  async find() {
    const asked = ++this.asked;
    const written = this.field.value;
    if (written.trim() === '') {
      this.say('Paste a resume first.');
      return;
    }
    if (written.length > this.maxChars) {
      this.say(`The text has ${written.length} characters; the maximum is ${this.maxChars}.`);
      return;
    }
    this.result.replaceChildren(h('p', { class: 'note' }, h('span', { class: 'busy', 'aria-hidden': 'true' }), 'comparing it with the open jobs'));
    for (let tries = 0; tries < MOST_TRIES && asked === this.asked; tries++) {
      let answer;
      try {
        answer = await post('api/find', { text: written });
      } catch (problem) {
        if (asked === this.asked) this.say(problem.message);
        return;
      }
      if (asked !== this.asked) return;
      this.show(answer);
      if (answer.state !== 'loading') return;
      await new Promise((done) => { setTimeout(done, ASK_AGAIN_MS); });
    }
  }

  say(problem) {
    this.result.replaceChildren(h('p', { class: 'problem' }, problem));
  }

  show({ state, message, role, skills, jobs, version, results }) {
    if (state !== 'ready') {
      this.result.replaceChildren(h('p', { class: state === 'loading' ? 'note' : 'empty' },
        state === 'loading' ? h('span', { class: 'busy', 'aria-hidden': 'true' }) : null, message));
      return;
    }
    this.result.replaceChildren(
      h('p', { class: 'note' }, `Compared with ${counted(jobs, 'job')}. Role: `, role ? foreign(role) : 'unknown', '; skills found: ',
        skills.length === 0 ? 'none' : foreign(skills.join(', ')), '. Ranked by ', foreign(version), '.'),
      this.ranking.show({ results }));
  }
}
