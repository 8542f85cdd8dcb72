import { get, post } from './api.js';
import { marked } from './marked.js';
import { byId, count, decider, foreign, h, hundredths, text, visible } from './dom.js';

const SEND_AFTER_MS = 6000;
const FEW = 20;
const ALL = 300;
const ASK_AGAIN_MS = 5000;
const LOOK_AGAIN_MS = 1500;
const MOST_LOOKS = 10;

/**
 * Asks about the hardest disagreements first. An answer is sent with the next one, or after some seconds; until then it can be undone.
 * Afterwards, the page checks that the answer has become the label.
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
    this.waiting = 0;
    this.askAgainAt = 0;
    this.reviewer = session.user;
    if (!session.canAnswer) {
      this.body.replaceChildren(h('p', { class: 'empty' },
        'Answering needs the texts, which are hidden here. If everyone with access to this page may read resumes, set dashboard.show-text=true; otherwise use `rolestream review` in a terminal.'));
      return;
    }
    byId('review').addEventListener('keydown', (event) => this.key(event));
    addEventListener('pagehide', () => this.flush());
    this.draw();
  }

  /** The number of open questions, from the server. */
  count(waiting) {
    if (!this.session.canAnswer) return;
    this.waiting = waiting;
    this.note();
    if (this.current === null && waiting > 0 && !this.fetching && performance.now() > this.askAgainAt) this.next();
  }

  note() {
    text(byId('review-note'), `${this.sent > 0 ? `${count(this.sent)} sent, ` : ''}${this.waiting === 0 ? 'no open question' : `${count(this.waiting)} open`}`);
  }

  async next() {
    this.current = this.questions.shift() ?? null;
    if (this.current === null) {
      this.fetching = true;
      this.askAgainAt = performance.now() + ASK_AGAIN_MS;
      try {
        this.questions = await this.unseen(FEW);
        if (this.questions.length === 0) this.questions = await this.unseen(ALL);
        this.current = this.questions.shift() ?? null;
      } catch (problem) {
        this.problem = problem.message;
      }
      this.fetching = false;
    }
    if (this.current) this.seen.add(id(this.current));
    this.draw();
  }

  async unseen(most) {
    return (await get(`api/questions?count=${most}`)).filter((one) => !this.seen.has(id(one)));
  }

  answer(role) {
    if (this.current === null) return;
    this.flush();
    this.pending = { question: this.current, role, timer: setTimeout(() => this.flush(), SEND_AFTER_MS) };
    this.passed.push(this.current);
    this.problem = null;
    this.next();
  }

  skip() {
    if (this.current === null) return;
    this.passed.push(this.current);
    this.next();
  }

  undo() {
    const last = this.passed.pop();
    if (!last) return;
    if (this.pending && this.pending.question !== last) {
      // The previous question was skipped; the answer before it is kept.
    } else if (this.pending) {
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
    const { question, role, timer } = this.pending;
    clearTimeout(timer);
    this.pending = null;
    this.passed = this.passed.filter((one) => one !== question);
    this.drawPending();
    try {
      await post('api/answers', { resumeId: question.resumeId, contentHash: question.contentHash, role, reviewer: this.reviewer });
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
        outcome.revision = labels.find((label) => label.contentHash === contentHash && label.decidedBy === 'HUMAN')?.revision ?? null;
      } catch {
        return; // the page says that it was sent
      }
    }
    if (this.outcome === outcome) this.drawPending();
  }

  key(event) {
    if (['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 's') this.skip();
    else if (event.key === 'u') this.undo();
    else if (this.current && event.key === '1' && this.current.rules) this.answer(this.current.rules);
    else if (this.current && event.key === '2' && this.current.model) this.answer(this.current.model);
    else return;
    event.preventDefault();
    byId('review-first')?.focus({ preventScroll: true });
  }

  draw() {
    const focused = this.body.contains(document.activeElement);
    this.status = h('div', { class: 'pending', role: 'status' });
    if (this.current === null) {
      this.body.replaceChildren(
        h('p', { class: 'empty' }, this.seen.size > 0 ? 'No more questions for now. New disagreements will appear here.' : 'No open question: rules and model agree, or no model has voted yet.'),
        this.status);
    } else {
      this.body.replaceChildren(this.card(this.current), this.status);
    }
    this.drawPending();
    this.note();
    if (focused) byId('review-first')?.focus({ preventScroll: true });
  }

  card(question) {
    const choice = h('select', { id: 'review-role', 'aria-label': 'Another role' }, ...this.session.roles.map((role) => h('option', { value: role }, role)));
    const name = h('input', { id: 'review-name', value: this.reviewer, maxlength: '80', autocomplete: 'name', placeholder: 'dashboard', onchange: (event) => { this.reviewer = event.target.value; } });
    const guess = (key, who, role, confidence, first) => h('button', { type: 'button', class: 'guess', id: first ? 'review-first' : null, onclick: () => this.answer(role) },
      h('kbd', { 'aria-hidden': 'true' }, key), h('span', {}, h('b', {}, role), h('span', { class: 'sub' }, `${who} ${hundredths(confidence)}`)));
    return h('div', { class: 'question' },
      h('p', { class: 'meta' }, 'Resume ', h('b', {}, foreign(question.resumeId)), ` was labelled ${question.role} by ${decider(question.decidedBy)}. Which role is right?`),
      question.excerpt === null
        ? h('p', { class: 'empty' }, 'No text is available (disagreement.excerpt.chars is 0).')
        : marked(question.excerpt, question.evidence),
      h('div', { class: 'guesses' },
        question.rules ? guess('1', 'rules', question.rules, question.ruleConfidence, true) : null,
        question.model ? guess('2', 'model', question.model, question.modelConfidence, !question.rules) : null),
      h('div', { class: 'buttons' },
        choice,
        h('button', { type: 'button', onclick: () => this.answer(choice.value) }, 'This role'),
        h('button', { type: 'button', onclick: () => this.skip() }, 'Skip'),
        this.session.user ? null : h('label', { class: 'name' }, 'Your name ', name)));
  }

  drawPending() {
    const undo = this.passed.length === 0 ? null
      : h('button', { type: 'button', class: 'plain', id: 'review-undo', onclick: () => this.undo() }, this.pending ? 'Undo' : 'Back');
    this.status?.replaceChildren(
      ...(this.problem ? [h('p', { class: 'problem' }, this.problem)] : []),
      h('p', { class: 'note' }, ...(this.pending ? [foreign(this.pending.question.resumeId), ` is ${this.pending.role}: will be sent in a moment. `] : []), undo),
      ...(this.outcome ? [this.told(this.outcome)] : []));
  }

  told({ resumeId, role, revision }) {
    const name = h('button', { type: 'button', class: 'plain id', onclick: () => this.lookUp(resumeId) }, foreign(resumeId));
    return h('p', { class: 'note', id: 'review-outcome' }, name, revision === null
      ? ` is ${role}: sent.`
      : ` is now labelled ${role} by a person (revision ${revision}). The next training will use it.`);
  }
}

const id = (question) => `${question.resumeId} ${question.contentHash}`;
