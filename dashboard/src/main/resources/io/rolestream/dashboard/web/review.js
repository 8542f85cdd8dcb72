import { get, post } from './api.js';
import { guidelines } from './guidelines.js';
import { RoleChoice } from './rolechoice.js';
import { marked } from './marked.js';
import { byId, count, counted, decider, foreign, h, hundredths, percent, text, visible } from './dom.js';

const SEND_AFTER_MS = 6000;
const FEW = 20;
const ALL = 300;
const ASK_AGAIN_MS = 5000;
const LOOK_AGAIN_MS = 1500;
const MOST_LOOKS = 10;
const WHOLE = 1e6;

/**
 * Asks for the right role of one resume after the other. An answer is sent with the next one, or after some seconds; until then it can be
 * undone. Afterwards, the page checks that the answer has become the label. Labels and votes are hidden until they are asked for or the
 * answer is given, so that they do not sway it.
 */
export class Review {
  /** lookUp: called with a resume's id. */
  constructor(session, lookUp) {
    this.session = session;
    this.lookUp = lookUp;
    this.body = byId('review-body');
    this.questions = [];
    this.seen = new Set();
    this.passed = [];
    this.current = null;
    this.pending = null;
    this.outcome = null;
    this.sent = 0;
    this.part = null;
    this.askAgainAt = 0;
    this.reviewer = session.user;
    this.withVotes = false;
    if (!session.canAnswer) {
      this.body.replaceChildren(h('p', { class: 'empty' },
        'Answering needs the texts, which are hidden here. If everyone with access to this page may read resumes, set dashboard.show-text=true; otherwise use `rolestream review` in a terminal.'));
      return;
    }
    addEventListener('pagehide', () => this.flush());
    this.begin();
  }

  async begin() {
    try {
      this.facts = await get('api/review');
    } catch (problem) {
      this.body.replaceChildren(h('p', { class: 'problem' }, problem.message));
      setTimeout(() => this.begin(), ASK_AGAIN_MS);
      return;
    }
    this.choice = new RoleChoice(this.facts.roles, () => this.drawSend());
    this.lay();
    document.addEventListener('keydown', (event) => this.key(event));
    this.draw();
    if (this.part) this.take(this.part);
  }

  /** The counts from the server. */
  take(part) {
    this.part = part;
    if (!this.session.canAnswer) return;
    this.note();
    if (!this.facts) return;
    this.drawProgress();
    if (this.current === null && part.open > 0 && !this.fetching && performance.now() > this.askAgainAt) this.next();
  }

  note() {
    const { open = 0 } = this.part ?? {};
    text(byId('review-note'), `${this.sent > 0 ? `${count(this.sent)} sent by you, ` : ''}${open === 0 ? 'no open question' : `${count(open)} open`}`);
  }

  /** The elements that stay. */
  lay() {
    const name = h('input', { id: 'review-name', value: this.reviewer, maxlength: '80', autocomplete: 'name', placeholder: 'dashboard', onchange: (event) => { this.reviewer = event.target.value.trim(); } });
    this.shortcuts = h('input', { type: 'checkbox', id: 'review-keys', checked: true });
    this.votes = h('input', { type: 'checkbox', id: 'review-votes', onchange: () => { this.withVotes = this.votes.checked; this.drawQuestion(); } });
    this.question = h('div', { class: 'question' });
    this.remark = h('input', { id: 'review-remark', maxlength: '500', autocomplete: 'off', placeholder: 'optional' });
    this.send = h('button', { type: 'submit', class: 'primary', id: 'review-send' }, 'Send', h('kbd', { 'aria-hidden': 'true' }, 'Enter'));
    this.status = h('div', { class: 'pending', role: 'status' });
    this.progress = h('div', { id: 'review-progress' });
    this.form = h('form', { id: 'review-form', onsubmit: (event) => { event.preventDefault(); this.answer(); } },
      this.choice.root,
      h('label', { class: 'name' }, 'Note ', this.remark),
      h('div', { class: 'buttons' },
        this.send,
        h('button', { type: 'button', id: 'review-skip', onclick: () => this.skip() }, 'Skip', h('kbd', { 'aria-hidden': 'true' }, 's')),
        this.session.user ? null : h('label', { class: 'name' }, 'Your name ', name)));
    this.empty = h('p', { class: 'empty' });
    this.asking = h('div', { class: 'reviewing' }, this.question, this.form);
    const help = this.facts.guidelines.length === 0 ? null
      : h('details', { id: 'review-guidelines' }, h('summary', {}, 'Guidelines'), guidelines(this.facts.guidelines));
    const options = h('p', { class: 'note options' },
      h('label', { class: 'compact' }, this.votes, 'show label and votes'),
      h('label', { class: 'compact' }, this.shortcuts, 'keys:'),
      h('span', {}, ...['1…', ' choose, ', 'Enter', ' sends, ', 's', ' skips, ', 'u', ' undoes, ', '/', ' finds a role'].map((part, i) => (i % 2 === 0 ? h('kbd', {}, part) : part))));
    this.body.replaceChildren(...[help, this.empty, this.asking, this.status, options, this.progress].filter(Boolean));
  }

  async next() {
    this.current = this.questions.shift() ?? null;
    if (this.current === null) {
      this.fetching = true;
      this.askAgainAt = performance.now() + ASK_AGAIN_MS;
      try {
        this.questions = await this.unseen(FEW);
        if (this.questions.length === 0) this.questions = await this.unseen(ALL);
        this.current ??= this.questions.shift() ?? null; // unless an answer was taken back meanwhile
      } catch (problem) {
        this.problem = problem.message;
      }
      this.fetching = false;
    }
    if (this.current) this.seen.add(id(this.current));
    this.draw();
  }

  async unseen(most) {
    const asked = await get(`api/questions?count=${most}&reviewer=${encodeURIComponent(this.reviewer)}`);
    return asked.filter((one) => !this.seen.has(id(one)));
  }

  answer() {
    if (this.current === null) return;
    const role = this.choice.chosen();
    if (role === null) {
      this.problem = 'Choose a role first.';
      this.drawPending();
      return;
    }
    this.flush();
    this.pending = { question: this.current, role, note: this.remark.value, timer: setTimeout(() => this.flush(), SEND_AFTER_MS) };
    this.passed.push(this.current);
    this.problem = null;
    this.next();
  }

  skip() {
    if (this.current === null) return;
    this.passed.push(this.current);
    this.problem = null;
    this.next();
  }

  undo() {
    const last = this.passed.pop();
    if (!last) return;
    if (this.pending && this.pending.question === last) {
      clearTimeout(this.pending.timer);
      this.pending = null;
    }
    if (this.current) this.questions.unshift(this.current);
    this.current = last;
    this.draw();
  }

  /** Sends the answer that could still be undone. */
  async flush() {
    if (!this.pending) return;
    const { question, role, note, timer } = this.pending;
    clearTimeout(timer);
    this.pending = null;
    this.passed = this.passed.filter((one) => one !== question);
    this.drawPending();
    try {
      await post('api/answers', { resumeId: question.resumeId, contentHash: question.contentHash, role, note, reviewer: this.reviewer });
      this.sent++;
      this.note();
      this.watch(question, role);
    } catch (problem) {
      this.problem = `${visible(question.resumeId)}: ${problem.message}`;
      this.drawPending();
    }
  }

  /** Polls until the latest answer has become the resume's label. */
  async watch({ resumeId, contentHash }, role) {
    const outcome = { resumeId, role, revision: null };
    this.outcome = outcome;
    this.drawPending();
    for (let looks = 0; looks < MOST_LOOKS && this.outcome === outcome && outcome.revision === null; looks++) {
      await new Promise((done) => { setTimeout(done, LOOK_AGAIN_MS); });
      try {
        const { labels } = await get(`api/label?id=${encodeURIComponent(resumeId)}`);
        outcome.revision = labels.find((label) => label.contentHash === contentHash && label.decidedBy === 'HUMAN' && label.role === role)?.revision ?? null;
      } catch {
        return; // the page says that it was sent
      }
    }
    if (this.outcome === outcome) this.drawPending();
  }

  /** Keys work wherever the focus is in this section, and while it is on nothing and the section is in sight. They can be turned off. */
  key(event) {
    const { target } = event;
    if (!this.shortcuts.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inside = byId('review').contains(target);
    if (!inside && !(target === document.body && this.isInSight())) return;
    if (event.key === 'Escape' && target === this.choice.filter) this.choice.clear();
    const writes = ['SELECT', 'TEXTAREA'].includes(target.tagName) || (target.tagName === 'INPUT' && !['radio', 'checkbox'].includes(target.type));
    if (writes && event.key !== 'Escape') return;
    if (event.key === 'Enter') {
      if (['BUTTON', 'A', 'SUMMARY', 'INPUT'].includes(target.tagName)) return; // they have a use for it; in a form, it sends
      this.answer();
    } else if (event.key === 's') this.skip();
    else if (event.key === 'u') this.undo();
    else if (event.key === '/') this.choice.filter.focus();
    else if (event.key === 'Escape') byId('review').focus({ preventScroll: true });
    else if (!this.choice.press(event.key)) return;
    event.preventDefault();
  }

  isInSight() {
    const { top, bottom } = this.asking.getBoundingClientRect();
    return top < innerHeight * 0.6 && bottom > innerHeight * 0.4;
  }

  draw() {
    const focused = this.body.contains(document.activeElement);
    const { current } = this;
    this.asking.hidden = current === null;
    this.empty.hidden = current !== null;
    text(this.empty, this.seen.size > 0 ? 'No more questions for now. New ones will appear here.' : 'No open question: rules and model agree, or no model has voted yet.');
    this.choice.clear();
    this.remark.value = '';
    this.whole = null;
    this.drawQuestion();
    this.drawPending();
    this.note();
    if (focused) byId('review').focus({ preventScroll: true });
  }

  drawQuestion() {
    const question = this.current;
    this.choice.votes(question && this.withVotes ? [[question.rules, `rules ${hundredths(question.ruleConfidence)}`], [question.model, `model ${hundredths(question.modelConfidence)}`]] : []);
    if (!question) return;
    const shown = this.whole ?? question.excerpt;
    const beyond = shown === null ? 0 : question.evidence.filter(({ end }) => end > shown.length).length;
    this.question.replaceChildren(
      h('p', { class: 'meta' }, 'Resume ', h('b', {}, foreign(question.resumeId)), this.withVotes ? ` was labelled ${question.role} by ${decider(question.decidedBy)}.` : null),
      shown === null
        ? h('p', { class: 'empty' }, 'No excerpt is available (disagreement.excerpt.chars is 0).')
        : marked(shown, question.evidence, WHOLE),
      h('p', { class: 'note' },
        question.evidence.length === 0 ? 'The rules found no keyword.' : h('mark', {}, 'highlighted'),
        question.evidence.length === 0 ? null : `: a keyword that the rules matched${beyond === 0 ? '' : `; ${count(beyond)} more after this part`}.`,
        this.facts.fullText && this.whole === null ? h('button', { type: 'button', class: 'plain', id: 'review-whole', onclick: () => this.readWhole(question) }, 'Read the whole text') : null));
  }

  async readWhole(question) {
    try {
      const query = new URLSearchParams({ resume: question.resumeId, hash: question.contentHash, reviewer: this.reviewer });
      const { text: whole } = await get(`api/review/text?${query}`);
      if (this.current !== question) return;
      this.whole = whole;
      this.drawQuestion();
    } catch (problem) {
      this.problem = problem.message;
      this.drawPending();
    }
  }

  drawSend() {
    if (this.problem) {
      this.problem = null;
      this.drawPending();
    }
  }

  drawPending() {
    const undo = this.passed.length === 0 ? null
      : h('button', { type: 'button', class: 'plain', id: 'review-undo', onclick: () => this.undo() }, this.pending ? 'Undo' : 'Back');
    this.status?.replaceChildren(
      ...(this.problem ? [h('p', { class: 'problem' }, this.problem)] : []),
      h('p', { class: 'note' }, ...(this.pending ? this.told(this.pending) : []), undo),
      ...(this.outcome ? [this.labelled(this.outcome)] : []));
  }

  /** What was answered, and what the label was. */
  told({ question, role }) {
    const label = question.role === role ? ', as it was labelled' : `; it was labelled ${question.role} by ${decider(question.decidedBy)}`;
    return [foreign(question.resumeId), ` is ${role}${label}. Will be sent in a moment. `];
  }

  labelled({ resumeId, role, revision }) {
    const name = h('button', { type: 'button', class: 'plain id', onclick: () => this.lookUp(resumeId) }, foreign(resumeId));
    return h('p', { class: 'note', id: 'review-outcome' }, name, revision === null
      ? ` is ${role}: sent.`
      : ` is now labelled ${role} by a person (revision ${revision}). The next training will use it.`);
  }

  drawProgress() {
    const { open, answered, reviewers, agreement } = this.part;
    const done = h('span', {});
    done.style.flexGrow = String(answered);
    const left = h('span', { class: 'left' });
    left.style.flexGrow = String(open);
    const facts = [
      ['Answered', `${count(answered)}, ${count(open)} left`],
      ['Reviewers', reviewers.length === 0 ? 'none yet' : reviewers.map(({ name, answers }) => `${visible(name)} ${count(answers)}`).join(', ')],
      ['Agreement', agreement === null
        ? 'no text has answers of two reviewers yet'
        : `${percent(agreement.raw)} on ${counted(agreement.texts, 'text')} with several answers; Fleiss’ kappa ${agreement.kappa === null ? 'undefined' : hundredths(agreement.kappa)}`],
    ];
    this.progress.replaceChildren(
      h('span', { class: 'stack', 'aria-hidden': 'true' }, done, left),
      h('dl', { class: 'label' }, ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
      h('p', { class: 'note' }, 'Some questions are about labels drawn at random, unmarked. The answers on them tell how often labels are right, at the top of this page.'),
      h('p', { class: 'note' }, 'Download the answers: ',
        h('a', { href: 'api/answers?format=csv', download: 'rolestream-answers.csv' }, 'CSV'), ', ',
        h('a', { href: 'api/answers?format=jsonl', download: 'rolestream-answers.jsonl' }, 'JSONL')));
  }
}

const id = (question) => `${question.resumeId} ${question.contentHash}`;
