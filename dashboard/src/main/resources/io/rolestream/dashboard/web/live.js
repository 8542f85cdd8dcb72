import { get } from './api.js';
import { ago, attribute, byId, clock, count, counted, foreign, h, percent, text, visible } from './dom.js';

const ASK_EVERY_MS = 2000;

/** The labels that are being made, newest first. Filters are applied by the server, to more labels than are listed. */
export class LiveList {
  /** onOpen: called with the id of a resume. */
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.rows = byId('live-rows');
    this.box = byId('live-box');
    this.role = byId('live-role');
    this.least = byId('live-least');
    this.differ = byId('live-differ');
    this.button = byId('live-pause');
    this.known = new Map();
    this.paused = false;
    this.asked = 0;
    this.askedAt = -Infinity;
    this.newest = null;
    // A row must not move away under a pointer that is about to choose it.
    this.box.addEventListener('pointerenter', (event) => { if (event.pointerType === 'mouse') this.box.classList.add('hovered'); });
    this.box.addEventListener('pointerleave', () => { this.box.classList.remove('hovered'); this.note(); });
    this.button.addEventListener('click', () => this.pause(!this.paused));
    for (const field of [this.role, this.least, this.differ]) field.addEventListener('change', () => this.filter());
    byId('live-filters').addEventListener('submit', (event) => event.preventDefault());
    byId('live-clear').addEventListener('click', () => {
      this.role.value = '';
      this.least.value = '0';
      this.differ.checked = false;
      this.filter();
      this.role.focus();
    });
  }

  /** The roles to choose from. */
  offer(roles) {
    if (String(this.roles) === String(roles)) return;
    this.roles = roles;
    const chosen = this.role.value;
    this.role.replaceChildren(h('option', { value: '' }, 'all roles'), ...roles.map((role) => h('option', { value: role, selected: role === chosen }, role)));
  }

  take(part) {
    this.newest = part;
    if (this.isFiltered()) this.ask();
    else this.show(part);
  }

  isFiltered() {
    return this.role.value !== '' || Number(this.least.value) > 0 || this.differ.checked;
  }

  filter() {
    byId('live-clear').hidden = !this.isFiltered();
    this.askedAt = -Infinity;
    this.asked++;
    if (this.isFiltered()) this.ask(true);
    else if (this.newest) this.show(this.newest, true);
  }

  /** Asks the server for the labels that match, at most every few seconds unless the user waits for it. */
  async ask(always = false) {
    if ((this.isHeld() && !always) || performance.now() - this.askedAt < ASK_EVERY_MS) return;
    this.askedAt = performance.now();
    const asked = ++this.asked;
    const wanted = new URLSearchParams({ least: this.least.value, differ: this.differ.checked });
    if (this.role.value !== '') wanted.set('role', this.role.value);
    try {
      const part = await get(`api/labels?${wanted}`);
      if (asked === this.asked) this.show(part, always);
    } catch (problem) {
      if (asked === this.asked) text(byId('live-note'), problem.message);
    }
  }

  pause(paused) {
    this.paused = paused;
    attribute(this.button, 'aria-pressed', paused);
    text(this.button, paused ? 'Continue' : 'Pause');
    if (!paused && this.newest) this.filter();
    this.note();
  }

  isHeld() {
    return this.rows.children.length > 0 && (this.paused || this.box.matches('.hovered') || this.rows.matches(':focus-within'));
  }

  /** always: also while the list is held. */
  show(part, always = false) {
    if (this.isHeld() && !always) {
      this.note();
      return;
    }
    this.part = part;
    const before = this.known;
    this.known = new Map(part.rows.map((label) => {
      const key = `${label.revision} ${label.resumeId}`;
      const former = before.get(key);
      return [key, former?.at === label.at ? former : { at: label.at, element: this.row(label) }];
    }));
    this.rows.replaceChildren(...[...this.known.values()].map(({ element }) => element));
    const none = part.rows.length === 0;
    byId('live-empty').hidden = !none;
    byId('live-table').hidden = none;
    if (none) text(byId('live-empty'), part.drawn > 0 ? 'None of the latest labels matches the filters.' : 'No resume has been labelled yet. Each label appears here as it is made.');
    this.note();
  }

  note() {
    if (!this.part) return;
    const held = this.paused ? 'paused' : this.isHeld() ? 'holding still while you point at it' : '';
    text(byId('live-note'), [summary(this.part, this.isFiltered()), held].filter(Boolean).join('; '));
  }

  row(label) {
    const { resumeId, role, confidence, keywords, moreKeywords, rules, model, differ, at } = label;
    const words = keywords.map(visible).join(', ');
    return h('tr', { class: differ ? 'differ' : null, onclick: (event) => this.open(event, resumeId) },
      h('th', { scope: 'row', class: 'who' }, h('button', { type: 'button', class: 'plain id', onclick: () => this.onOpen(resumeId) }, foreign(resumeId)), h('span', { class: 'sub' }, ago(at))),
      h('td', { class: 'role' }, foreign(role)),
      h('td', { class: 'sure' }, h('span', { class: 'num' }, percent(confidence)), bar(confidence)),
      h('td', { class: 'by' }, by(label)),
      h('td', { class: 'words', title: words === '' ? null : words }, words === '' ? h('span', { class: 'none' }, 'none') : h('bdi', {}, words), moreKeywords > 0 ? ` and ${moreKeywords} more` : ''),
      h('td', { class: 'vote' }, h('span', { class: 'voter' }, 'Rules: '), ...vote(rules, 'no vote', 'undecided')),
      h('td', { class: 'vote withmodel' }, h('span', { class: 'voter' }, 'Model: '), differ ? h('span', { class: 'unequal', title: 'rules and model differ' }, '≠ ', h('span', { class: 'hidden' }, 'differs: ')) : null, ...vote(model, 'no vote', 'no vote')));
  }

  /** A click anywhere in a row opens it, unless text is being selected. */
  open(event, resumeId) {
    if (!event.target.closest('button') && String(getSelection()) === '') this.onOpen(resumeId);
  }
}

function bar(confidence) {
  const filled = h('span', { class: 'bar both' });
  filled.style.width = `${100 * Math.max(0, Math.min(1, confidence))}%`;
  return h('span', { class: 'track', 'aria-hidden': 'true' }, filled);
}

const vote = (one, missing, abstained) => (one === null
  ? [h('span', { class: 'none' }, missing)]
  : one.role === null
    ? [h('span', { class: 'none' }, abstained)]
    : [foreign(one.role), ' ', h('span', { class: 'unit' }, percent(one.confidence))]);

/** Whose vote the label follows, in words. */
function by({ decidedBy, degraded, role, rules, model, differ }) {
  if (decidedBy === 'HUMAN') return 'a person';
  if (model === null || model.role === null) return degraded ? 'rules, model too late' : 'rules';
  if (!differ && role === model.role) return 'both agree';
  if (role !== model.role && role !== rules?.role) return 'both, weighed';
  return { RULE: 'rules', MODEL: 'model' }[decidedBy] ?? 'unknown';
}

/** How much of the stream the list shows. */
function summary({ rows, decided, drawn, matching, fromMillis }, filtered) {
  if (decided === 0) return '';
  const since = `since ${clock(fromMillis)}`;
  if (!filtered) {
    return rows.length >= decided ? `all ${counted(decided, 'label')} ${since}` : `${count(rows.length)} of ${count(decided)} labels ${since} shown, drawn evenly`;
  }
  const from = drawn >= decided ? `${counted(decided, 'label')} ${since}` : `${count(drawn)} looked through, drawn evenly from ${count(decided)} ${since}`;
  return `${count(rows.length)} of ${count(matching)} that match shown; ${from}`;
}
