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

  /** Looks up this resume and scrolls to the result. */
  show(resumeId) {
    this.field.value = resumeId;
    byId('lookup').scrollIntoView({ block: 'center' });
    this.field.focus({ preventScroll: true });
    this.find();
  }

  async find() {
    const wanted = this.field.value.trim();
    if (wanted === '') {
      this.result.replaceChildren(h('p', { class: 'problem' }, 'Enter the id of a resume.'));
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
      ...entry('Decided by', `${decider(label.decidedBy)}${label.reviewer ? ` (${label.reviewer})` : ''}${label.degraded ? ', without the awaited vote' : ''}`),
      ...entry('Revision', String(label.revision)),
      ...entry('Labelled', when(label.labelledAt)),
      ...entry('Submitted', when(label.submittedAt)),
      ...entry('Record', `partition ${label.partition}, offset ${label.offset}`)));
    if (labels.length === 0) {
      lines.push(h('p', { class: 'empty' }, foreign(wanted), all
        ? ' has no label: it was never labelled, was deleted, or still awaits a vote.'
        : ' was not found on the instances that answered.'));
    }
    if (!all) {
      lines.push(h('p', { class: 'problem' }, `Only ${asked} of ${partitions} partitions could be searched; the others belong to instances that did not answer, or are being reassigned.`));
    }
    return [...lines, ...problems.map((problem) => h('p', { class: 'problem' }, problem))];
  }
}

const entry = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
const when = (millis) => `${new Date(millis).toLocaleDateString('en-CA')} ${clock(millis)}`;
