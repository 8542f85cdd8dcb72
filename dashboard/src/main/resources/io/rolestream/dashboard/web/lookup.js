import { get } from './api.js';
import { byId, clock, counted, decider, foreign, h, percent, visible } from './dom.js';

const OFFER_AFTER_MS = 200;
const LEAST_SHARE = 0.01;
const MOST_ROWS = 6;
const MOST_OTHERS = 60;

/** Looks up the labels of a resume, with everything that their events hold. */
export class LookUp {
  constructor() {
    this.field = byId('lookup-id');
    this.result = byId('lookup-result');
    this.waiting = null;
    byId('lookup-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.find();
    });
    this.field.addEventListener('focus', () => this.offer());
    this.field.addEventListener('input', () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.offer(), OFFER_AFTER_MS);
    });
  }

  /** Looks up this resume and scrolls to the result. */
  show(resumeId) {
    this.field.value = resumeId;
    byId('lookup').scrollIntoView({ block: 'start' });
    this.field.focus({ preventScroll: true });
    this.find();
  }

  /** Offers the ids of the resumes labelled last that contain what is typed. */
  async offer() {
    try {
      const found = await get(`api/ids?query=${encodeURIComponent(this.field.value.trim())}`);
      byId('lookup-ids').replaceChildren(...found.map(({ resumeId, role }) => h('option', { value: resumeId }, visible(role))));
    } catch {
      byId('lookup-ids').replaceChildren(); // the look-up itself reports what is wrong
    }
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
    const lines = labels.map((label) => shown(wanted, label));
    if (labels.length > 1) {
      lines.unshift(h('p', { class: 'note' }, `${labels.length} resumes have this id, in different partitions; the one labelled last comes first.`));
    }
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

/** One label: the decision, why, both votes, the roles, and folds for origin and revisions. */
function shown(resumeId, label) {
  const { details } = label;
  return h('article', { class: 'looked' },
    h('p', { class: 'decision' }, h('strong', {}, visible(label.role)),
      details ? ` ${percent(details.confidence)},` : '',
      ` decided by ${decider(label.decidedBy)}`, ...(label.reviewer ? [' (', foreign(label.reviewer), ')'] : []),
      label.degraded ? ', without the awaited vote' : '',
      h('span', { class: 'sub' }, foreign(resumeId), `, labelled ${when(label.labelledAt)}`)),
    details
      ? h('div', { class: 'split lookup' },
        h('div', {}, h('h3', {}, 'Why'), h('ol', { class: 'steps' }, ...details.reasons.map((reason) => h('li', {}, visible(reason)))),
          details.reproduced === false ? h('p', { class: 'problem' }, 'Recomputed from votes and policy, the decision differs.') : null,
          h('h3', {}, 'Votes'), h('ul', { class: 'plainlist' }, ...details.votes.map(vote))),
        h('div', {}, roles(details), keywords(details)))
      : h('p', { class: 'problem' }, label.problem),
    h('div', { class: 'folds' },
      h('details', {}, h('summary', {}, 'Origin and versions'), origin(label, details)),
      h('details', { open: label.revision > 1 }, h('summary', {}, `Revision ${label.revision}`), history(label))));
}

function vote({ labeller, version, role, confidence, abstainedBecause, counts }) {
  const name = { rules: 'Rules', human: 'Person' }[labeller] ?? `Model ${labeller}`;
  return h('li', {}, h('b', {}, visible(counts ? name : labeller)), ' ',
    ...(role === null ? [`abstained, because ${abstainedBecause}`] : [foreign(role), labeller === 'human' ? '' : `, ${percent(confidence)}`]),
    h('span', { class: 'sub' }, foreign(version), counts ? '' : '; recorded only, does not count'));
}

function keywords({ keywords: found, votes, leadCounts }) {
  if (found.length === 0) {
    return h('p', { class: 'note' }, votes.some(({ labeller }) => labeller === 'rules') ? 'The rules matched no keyword.' : '');
  }
  const known = found[0].weights !== null;
  return h('div', {},
    h('h3', {}, 'Keywords'),
    h('ul', { class: 'chips' }, ...found.map(({ keyword, weights }) => h('li', { class: 'chip keyword' }, foreign(keyword),
      weights === null ? '' : h('span', { class: 'weights' }, weights.map(({ role, weight }) => `${visible(role)} ${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`).join(', '))))),
    leadCounts ? h('p', { class: 'note' }, 'Keywords at the beginning of a text count more, so the sums above differ from these weights.') : null,
    known ? null : h('p', { class: 'note' }, 'Their weights are not shown: other rules vote now than those that voted on this resume.'));
}

function roles({ roles: rows, role: decided }) {
  const withModel = rows.some((row) => row.model !== null);
  const together = rows.some((row) => row.together !== null);
  const worth = rows.filter((row) => row.rules !== 0 || row.role === decided || (row.together ?? 0) >= LEAST_SHARE || (row.model ?? 0) >= LEAST_SHARE);
  const top = Math.max(1, ...rows.map((row) => Math.abs(row.rules)));
  const line = (row) => h('tr', { class: row.role === decided ? 'decided' : null },
    h('th', { scope: 'row' }, foreign(row.role)),
    h('td', {}, bar(row.rules / top, 'rules'), h('span', { class: 'num' }, row.rules === 0 ? '–' : row.rules.toFixed(1))),
    withModel ? h('td', {}, bar(row.model ?? 0, 'model'), h('span', { class: 'num' }, percent(row.model ?? 0))) : null,
    together ? h('td', {}, bar(row.together ?? 0, 'both'), h('span', { class: 'num' }, percent(row.together ?? 0))) : null);
  const table = (some, caption) => h('table', { class: 'probabilities' },
    h('caption', { class: 'hidden' }, caption),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Role'), h('th', { scope: 'col' }, 'Rules’ sum'),
      withModel ? h('th', { scope: 'col' }, 'Model') : null, together ? h('th', { scope: 'col' }, 'Together') : null)),
    h('tbody', {}, ...some.map(line)));
  if (rows.length === 0) return h('p', { class: 'empty' }, 'Neither rules nor model say anything of any role.');
  const first = worth.slice(0, MOST_ROWS);
  const rest = rows.filter((row) => !first.includes(row)).slice(0, MOST_OTHERS);
  return h('div', {}, table(first, 'Sums and probabilities of the roles'),
    rest.length === 0 ? null : h('details', {}, h('summary', {}, counted(rows.length - first.length, 'other role')), table(rest, 'The other roles'),
      rest.length < rows.length - first.length ? h('p', { class: 'note' }, `The ${rest.length} most probable of them.`) : null));
}

function bar(share, kind) {
  const filled = h('span', { class: `bar ${kind}` });
  filled.style.width = `${Math.max(0, Math.min(100, 100 * share))}%`;
  return h('span', { class: 'track', 'aria-hidden': 'true' }, filled);
}

function origin(label, details) {
  return h('dl', { class: 'label' },
    ...entry('Resume’s record', `partition ${label.partition}, offset ${label.offset}`),
    ...(details ? entry('Label’s record', `${details.record.topic}, partition ${details.record.partition}, offset ${details.record.offset}`) : []),
    ...entry('Content hash', label.contentHash),
    ...(details ? entry('Policy', details.policy) : []),
    ...(details ? details.votes.flatMap(({ labeller, version, votedAt }) => entry(`Version of ${labeller}`, foreign(version), h('span', { class: 'sub' }, `voted ${when(Date.parse(votedAt))}`))) : []),
    ...entry('Submitted', when(label.submittedAt)),
    ...entry('Labelled', when(label.labelledAt)));
}

function history({ revision, earlier, missing }) {
  return h('div', {},
    h('ul', { class: 'plainlist' }, ...earlier.map((one) => h('li', {}, `${one.revision}: `, foreign(one.role), `, ${percent(one.confidence)}, by ${decider(one.decidedBy)}`,
      h('span', { class: 'sub' }, when(one.labelledAt))))),
    h('p', { class: 'note' }, revision === 1
      ? 'This is the first label of the resume.'
      : missing === 0 ? 'All earlier revisions are listed.'
        : `${counted(missing, 'earlier revision')} not seen by this dashboard. Kafka keeps the latest label of each resume, and earlier ones only until it compacts the topic: rolestream lookup searches it.`));
}

const entry = (name, ...value) => [h('dt', {}, visible(name)), h('dd', {}, ...value)];
const when = (millis) => `${new Date(millis).toLocaleDateString('en-CA')} ${clock(millis)}`;
