import { get } from './api.js';
import { ago, byId, count, counted, foreign, h, hundredths, percent, visible } from './dom.js';

/** Who judged, from the most to the least telling: scores by different judges must not be compared. */
const JUDGES = {
  'gold-random-slice': 'people, random texts',
  gold: 'people, doubtful texts',
  silver: 'the rules',
};
const JUDGED_BY = {
  'gold-random-slice': 'by people’s answers on texts drawn at random: what to expect on the stream',
  gold: 'by people’s answers on texts that were doubtful: lower than on the stream',
  silver: 'by the rules’ labels on texts it did not learn: how well it repeats the rules',
};
const ANSWERERS = [['joint', 'with the rules'], ['model', 'model alone'], ['rules', 'rules alone'], ['majority', 'most frequent role']];
const STAGES = { CHAMPION: 'champion', CHALLENGER: 'challenger', REJECTED: 'rejected', RETIRED: 'retired', UNKNOWN: 'unknown' };
const MOST_ROLES = 8;

/** The table of versions: a row for each, with a fold; and two of them side by side. */
export class Versions {
  /** @param onResume called with a resume's id to look up */
  constructor(onResume) {
    this.onResume = onResume;
    this.open = new Set();
    this.chosen = [];
    this.shown = '';
    this.asked = 0;
  }

  /** Shows a part; `runsOn` says which workers of a version report. */
  show(part, runsOn) {
    const known = JSON.stringify([part.model, part.versions, part.versions.map(runsOn)]);
    if (known === this.shown) return;
    this.shown = known;
    const focused = document.activeElement?.id;
    this.chosen = this.chosen.filter((name) => part.versions.some(({ version }) => version === name));
    byId('models-table').replaceChildren(part.model === null
      ? h('p', { class: 'empty' }, 'No model is awaited; only the rules decide. Set labellers=rules,roberta to add one.')
      : part.versions.length === 0
        ? h('p', { class: 'empty' }, 'No model yet: only the rules decide. The first version will appear here once it is published.')
        : h('div', {}, table(part.versions, (version) => this.rows(version, runsOn(version), part.versions.length > 1)),
          h('p', { class: 'note' }, `Macro-F1 counts every role alike, accuracy every text alike, both with the rules’ votes. Ranges hold the true score in 95 of 100 cases. Compare only rows with the same judge${part.versions.length > 1 ? ', or tick two versions' : ''}.`)));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    this.mark();
  }

  rows(version, runsOn, comparable) {
    const name = version.version;
    const best = Object.keys(JUDGES).map((set) => version.scores.find((scores) => scores.set === set)).find(Boolean);
    const f1 = best?.macroF1.joint ?? best?.macroF1.model ?? null;
    const accuracy = best?.joint ?? best?.model ?? null;
    const fold = h('details', { open: this.open.has(name), ontoggle: (event) => (event.target.open ? this.open.add(name) : this.open.delete(name)) },
      h('summary', { id: `fold-${name}` }, 'Reasons and all scores', h('span', { class: 'hidden' }, ` of ${name}`)),
      ...about(version, runsOn));
    return [
      h('tr', { class: version.stage === 'CHAMPION' ? 'champion' : null },
        h('th', { scope: 'row' },
          comparable ? h('label', { class: 'pick' }, h('input', { type: 'checkbox', id: `pick-${name}`, value: name, onchange: (event) => this.choose(name, event.target.checked) }), h('span', { class: 'hidden' }, 'Compare '), name) : name,
          h('span', { class: 'sub' }, ago(Date.parse(version.announcedAt)))),
        h('td', { 'data-name': 'Stage' }, h('span', { class: `badge ${STAGES[version.stage] ?? 'unknown'}` }, STAGES[version.stage] ?? version.stage),
          ...version.refusedBy.map((refusal) => h('span', { class: 'sub problem' }, visible(refusal)))),
        h('td', { 'data-name': 'Macro-F1' }, ...score(f1, hundredths)),
        h('td', { 'data-name': 'Accuracy' }, ...score(accuracy, percent)),
        h('td', { 'data-name': 'Judged by' }, ...(best
          ? [JUDGES[best.set], h('span', { class: 'sub' }, accuracy?.items === null || accuracy === null ? '' : counted(accuracy.items, 'text'))]
          : ['not evaluated'])),
        h('td', { 'data-name': 'Verdict' }, h('span', { class: version.gatePassed ? 'passed' : version.verdict.startsWith('failed') ? 'failed' : 'sub' }, version.verdict))),
      h('tr', { class: 'more' }, h('td', { colspan: 6 }, fold)),
    ];
  }

  choose(name, isChosen) {
    this.chosen = this.chosen.filter((other) => other !== name);
    if (isChosen) this.chosen = [...this.chosen, name].slice(-2);
    this.mark();
    this.compare();
  }

  mark() {
    byId('models-table').querySelectorAll('.pick input').forEach((box) => { box.checked = this.chosen.includes(box.value); });
  }

  async compare() {
    const asked = ++this.asked;
    const box = byId('models-compare');
    if (this.chosen.length < 2) {
      box.replaceChildren(...(this.chosen.length === 1 ? [h('p', { class: 'note' }, 'Choose a second version to see both side by side.')] : []));
      return;
    }
    const [of, with_] = [...this.chosen].sort().reverse();
    try {
      const compared = await get(`api/versions?of=${encodeURIComponent(of)}&with=${encodeURIComponent(with_)}`);
      if (asked === this.asked) box.replaceChildren(...this.side(compared));
    } catch (problem) {
      if (asked === this.asked) box.replaceChildren(h('p', { class: 'problem' }, problem.message));
    }
  }

  /** Two versions side by side: by role, and by text. */
  side({ of, with: other, roles, texts, unavailable }) {
    return [
      h('h3', {}, `${of} beside ${other}`),
      roles === null ? null : h('p', { class: 'note' }, `With the rules, judged ${JUDGED_BY[roles.set] ?? roles.set}. ${roles.sameTexts
        ? `Both on the same ${counted(roles.itemsOf, 'text')}.`
        : `On different texts, ${count(roles.itemsOf)} and ${count(roles.itemsWith)}: small differences mean nothing.`}`),
      roles?.macroF1 ? h('p', {}, `Macro-F1 ${signed(roles.macroF1, hundredths)}, accuracy ${signed(roles.accuracy, percent)} for ${of}. `,
        h('b', {}, verdictOf(roles.macroF1, of, other))) : null,
      roles === null ? null : byRole(of, other, roles),
      texts.both === 0 ? null : this.byText(of, other, texts),
      ...unavailable.map((sentence) => h('p', { class: 'note' }, sentence)),
    ].filter(Boolean);
  }

  byText(of, other, { both, differ, examples }) {
    return h('div', {},
      h('h3', {}, 'Texts on which they differ'),
      h('p', { class: 'note' }, `Both answered ${counted(both, 'text')} among those seen here, and differ on ${count(differ)} (${percent(differ / both)})${differ > examples.length ? `; the newest ${examples.length}` : ''}.`),
      differ === 0 ? null : h('div', { class: 'scrolls differing', tabindex: 0, role: 'region', 'aria-label': 'Texts on which the versions differ' }, h('table', {},
        h('thead', {}, h('tr', {}, ...['Resume', of, other, 'Label'].map((name) => h('th', { scope: 'col' }, name)))),
        h('tbody', {}, ...examples.map((one) => h('tr', {},
          h('th', { scope: 'row' }, h('button', { type: 'button', class: 'plain id', onclick: () => this.onResume(one.resumeId) }, foreign(one.resumeId))),
          h('td', {}, foreign(one.of), h('span', { class: 'sub' }, percent(one.confidenceOf))),
          h('td', {}, foreign(one.with), h('span', { class: 'sub' }, percent(one.confidenceWith))),
          h('td', {}, foreign(one.role))))))));
  }
}

function table(versions, rows) {
  return h('table', { class: 'cards versions' },
    h('caption', { class: 'hidden' }, 'Versions of the model, the newest first'),
    h('thead', {}, h('tr', {}, ...['Version', 'Stage', 'Macro-F1', 'Accuracy', 'Judged by', 'Verdict'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...versions.flatMap(rows)));
}

/** A score and its 95 % interval. */
function score(measured, format) {
  if (measured === null) return ['–'];
  return [format(measured.value), measured.lower === null ? null
    : h('span', { class: 'sub', title: '95 % interval' }, `${format(measured.lower)} to ${format(measured.upper)}`)];
}

function signed(range, format) {
  const one = (value) => `${value < 0 ? '−' : '+'}${format(Math.abs(value))}`;
  return `${one(range.value)} (${one(range.lower)} to ${one(range.upper)})`;
}

function verdictOf({ lower, upper }, of, other) {
  return lower > 0 ? `${of} is better.` : upper < 0 ? `${other} is better.` : 'The difference may be chance.';
}

/** Where the two differ by role, the largest differences first. */
function byRole(of, other, { roles }) {
  const rows = (some) => h('table', { class: 'byrole' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'F1 by role'), h('th', { scope: 'col', class: 'num' }, of), h('th', { scope: 'col', class: 'num' }, other), h('th', { scope: 'col', class: 'num' }, 'Change'), h('th', { scope: 'col', class: 'num' }, 'Texts'))),
    h('tbody', {}, ...some.map((row) => h('tr', {},
      h('th', { scope: 'row' }, foreign(row.role)),
      h('td', { class: 'num' }, row.of === null ? '–' : hundredths(row.of)),
      h('td', { class: 'num' }, row.with === null ? '–' : hundredths(row.with)),
      h('td', { class: 'num' }, change(row)),
      h('td', { class: 'num' }, row.textsOf === row.textsWith ? count(row.textsOf) : `${count(row.textsOf)}, ${count(row.textsWith)}`)))));
  const rest = roles.slice(MOST_ROLES);
  return h('div', { class: 'scrolls' }, rows(roles.slice(0, MOST_ROLES)),
    rest.length === 0 ? null : h('details', {}, h('summary', {}, `${count(rest.length)} more ${rest.length === 1 ? 'role' : 'roles'}, which differ less`), rows(rest)));
}

function change({ of, with: other }) {
  if (of === null || other === null) return '–';
  const difference = of - other;
  return Math.abs(difference) < 0.005 ? '0.00' : `${difference < 0 ? '−' : '+'}${hundredths(Math.abs(difference))}`;
}

/** What is behind the row: the gate's reasons, all scores, the training, the workers. */
function about(version, runsOn) {
  return [
    version.gateReasons.length === 0 ? null : h('ul', { class: 'why' }, ...version.gateReasons.map((reason) => h('li', {}, visible(reason)))),
    ...version.scores.map((set) => h('div', { class: 'scrolls' }, h('table', { class: 'answerers' },
      h('caption', {}, `Judged ${JUDGED_BY[set.set] ?? set.set}${set.model?.items ? `, ${counted(set.model.items, 'text')}` : ''}`),
      h('thead', {}, h('tr', {}, ...['Who answers', 'Macro-F1', 'Accuracy'].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...ANSWERERS.filter(([key]) => set[key] !== null || set.macroF1[key] !== null).map(([key, name]) => h('tr', {},
        h('th', { scope: 'row' }, name),
        h('td', {}, ...score(set.macroF1[key], hundredths)),
        h('td', {}, ...score(set[key], percent)))))))),
    h('p', { class: 'note' }, [
      `Trained on ${counted(version.trainedExamples, 'example')} and ${counted(version.trainedCorrections, 'answer')}`,
      version.parent ? `, from ${version.parent}` : '',
      version.rulesetVersion ? `, with rules ${version.rulesetVersion}` : '',
      runsOn.length === 0 ? '. No worker runs it.' : `. Runs on ${runsOn.join(', ')}.`].join('')),
  ].filter(Boolean);
}
