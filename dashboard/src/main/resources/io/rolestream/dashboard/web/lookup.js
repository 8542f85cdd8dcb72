import { get } from './api.js';
import { byId, clock, decider, foreign, h } from './dom.js';

/** Looks up the current label of a resume. */
export class LookUp {
  constructor() {
    this.field = byId('lookup-id');
    this.result = byId('lookup-result');
    byId('lookup-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.find();
    });
  }

  /** Looks for this resume, and shows where it is looked for. */
  show(resumeId) {
    this.field.value = resumeId;
    byId('lookup').scrollIntoView({ block: 'center' });
    this.field.focus({ preventScroll: true });
    this.find();
  }

  async find() {
    const wanted = this.field.value.trim();
    if (wanted === '') {
      this.result.replaceChildren(h('p', { class: 'problem' }, 'Write the id of a resume first.'));
      return;
    }
    try {
      const found = await get(`api/label?id=${encodeURIComponent(wanted)}`);
      if (this.field.value.trim() === wanted) {
        this.result.replaceChildren(...this.words(wanted, found));
      }
    } catch (problem) {
      this.result.replaceChildren(h('p', { class: 'problem' }, problem.message));
    }
  }

  words(wanted, { labels, asked, partitions, problems }) {
    const all = partitions > 0 && asked >= partitions;
    const lines = labels.map((label) => h('dl', { class: 'label' },
      ...entry('Role', h('strong', {}, label.role)),
      ...entry('Decided by', `${decider(label.decidedBy)}${label.reviewer ? ` (${label.reviewer})` : ''}${label.degraded ? ', without the vote that was awaited' : ''}`),
      ...entry('Revision', String(label.revision)),
      ...entry('Labelled', when(label.labelledAt)),
      ...entry('Handed in', when(label.submittedAt)),
      ...entry('Record', `partition ${label.partition}, offset ${label.offset}`)));
    if (labels.length === 0) {
      lines.push(h('p', { class: 'empty' }, foreign(wanted), all
        ? ' has no label: it was never labelled, is forgotten, or still waits for its vote.'
        : ' was not found where it could be looked for.'));
    }
    if (!all) {
      lines.push(h('p', { class: 'problem' }, `Only ${asked} of ${partitions} partitions could be asked; the others are at other instances, or on the move.`));
    }
    return [...lines, ...problems.map((problem) => h('p', { class: 'problem' }, problem))];
  }
}

const entry = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
const when = (millis) => `${new Date(millis).toLocaleDateString('en-CA')} ${clock(millis)}`;
