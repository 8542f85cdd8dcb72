import { silentAfterMillis } from './api.js';
import { ago, byId, count, counted, duration, h, hundredths, percent, since, text } from './dom.js';
import { TrainingCharts } from './training.js';

// Each set has a place of its own in every row: scores on different sets must not be compared.
const SETS = {
  'gold-random-slice': 'Accuracy on random answers',
  gold: 'Accuracy on answers',
  silver: 'Accuracy on the rules’ labels',
};
const STAGES = { CHAMPION: 'champion', CHALLENGER: 'challenger', REJECTED: 'rejected', RETIRED: 'retired', UNKNOWN: 'unknown' };
const GONE_MS = 3600000;

/** Versions, trainers and workers. Rebuilt on each change, which is rare. */
export class Models {
  constructor() {
    this.part = null;
    this.trainers = null;
    this.silent = '';
    this.curves = new TrainingCharts();
  }

  /** Updates the trainers and workers that have stopped reporting. */
  look() {
    const silent = [...(this.part?.workers ?? []), ...(this.trainers?.trainers ?? [])].map((one) => [isSilent(one), isGone(one)]).join();
    if (silent === this.silent) return;
    this.silent = silent;
    if (this.part) this.versions(this.part);
    if (this.trainers) this.training(this.trainers);
  }

  versions(part) {
    this.part = part;
    text(byId('models-note'), part.model === null ? '' : `model ${part.model}${part.total > part.versions.length ? `, the latest of ${count(part.total)} versions` : ''}`);
    byId('models-table').replaceChildren(part.model === null
      ? h('p', { class: 'empty' }, 'No model is awaited; only the rules decide. Set labellers=rules,roberta to add one.')
      : part.versions.length === 0
        ? h('p', { class: 'empty' }, 'No model yet: only the rules decide. The first version will appear here once it is published.')
        : this.table(part));
    byId('workers').replaceChildren(this.workers(part));
  }

  table(part) {
    const heardOf = new Set(part.workers.filter((worker) => !isSilent(worker)).map((worker) => worker.workerId));
    const runsOn = (version) => version.runsOn.filter((worker) => heardOf.has(worker));
    const measured = (version, set) => version.scores.find((scores) => scores.set === set);
    const sets = Object.keys(SETS).filter((set) => part.versions.some((version) => measured(version, set)));
    return h('table', { class: 'cards' },
      h('caption', { class: 'hidden' }, 'Versions of the model, the newest first'),
      h('thead', {}, h('tr', {}, ...['Version', 'Stage', 'Trained on', 'Gate'].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...part.versions.flatMap((version) => [h('tr', { class: version.stage === 'CHAMPION' ? 'champion' : null },
        h('th', { scope: 'row' }, version.version, h('span', { class: 'sub' }, ago(Date.parse(version.announcedAt)))),
        h('td', { 'data-name': 'Stage' }, h('span', { class: `badge ${STAGES[version.stage] ?? 'unknown'}` }, STAGES[version.stage] ?? version.stage),
          runsOn(version).length === 0 ? null : h('span', { class: 'sub' }, `runs on ${runsOn(version).join(', ')}`),
          ...version.refusedBy.map((refusal) => h('span', { class: 'sub problem' }, refusal))),
        h('td', { 'data-name': 'Trained on' }, counted(version.trainedExamples, 'example'), h('span', { class: 'sub' }, counted(version.trainedCorrections, 'answer'))),
        h('td', { 'data-name': 'Gate' }, gate(version),
          ...version.gateReasons.slice(0, 4).map((reason) => h('span', { class: 'sub' }, reason)))),
      sets.length === 0 ? null : h('tr', { class: 'more' }, h('td', { colspan: 4 },
        h('div', { class: 'sets' }, ...sets.map((set) => right(SETS[set], measured(version, set))))))].filter(Boolean))));
  }

  workers(part) {
    const workers = part.workers.filter((worker) => !isGone(worker));
    if (workers.length === 0) {
      return h('p', { class: 'empty' }, part.model === null ? 'No model, no workers.' : 'No worker has reported in the last hour.');
    }
    return h('ul', { class: 'plainlist' }, ...workers.map((worker) => h('li', {},
      h('b', {}, worker.workerId), ' ', ...state(worker),
      h('span', { class: 'sub' }, [worker.modelVersion, worker.compute, worker.host && `on ${worker.host}`].filter(Boolean).join(', ')),
      worker.refusedVersion === null ? null : h('span', { class: 'sub problem' }, `refused ${worker.refusedVersion}: ${worker.refusalReason}`))));
  }

  training(part) {
    this.trainers = part;
    const active = part.trainers.filter((trainer) => !isGone(trainer));
    byId('training').replaceChildren(active.length === 0
      ? h('p', { class: 'empty' }, 'No trainer has reported in the last hour. Start one with `rolestream train`.')
      : h('ul', { class: 'plainlist' }, ...active.map((trainer) => this.trainer(trainer))));
    text(byId('f-training'), inShort(active.find((trainer) => trainer.leader && !isSilent(trainer)), this.part?.total > 0));
    this.curves.take(part.curves);
  }

  trainer(trainer) {
    const lines = [];
    if (trainer.version) {
      lines.push(`version ${trainer.version}${trainer.trigger ? `, because ${trainer.trigger}` : ''}`);
    }
    if (trainer.stage) {
      lines.push([trainer.stage.replaceAll('-', ' '), trainer.epoch === null ? null : `epoch ${hundredths(trainer.epoch)}`,
        trainer.loss === null ? null : `loss ${trainer.loss.toFixed(3)}`,
        trainer.heldOutScore === null ? null : `held-out score ${trainer.heldOutScore.toFixed(3)}`,
        trainer.tokensPerSecond === null ? null : `${count(trainer.tokensPerSecond)} tokens per second`,
        trainer.secondsLeft === null ? null : `${duration(trainer.secondsLeft)} left`].filter(Boolean).join(', '));
    } else if (trainer.leader && trainer.waitsFor) {
      lines.push(`waits for: ${trainer.waitsFor}`);
    }
    const pairs = trainer.modelName === 'matcher' || trainer.modelName === 'reward';
    lines.push(pairs ? `${counted(trainer.examples, 'pair')} that suit (${count(trainer.newExamples)} new)`
      : `${counted(trainer.examples, 'example')} (${count(trainer.newExamples)} new), ${counted(trainer.corrections, 'correction')} (${count(trainer.newCorrections)} new)`);
    if (trainer.lastVersion) {
      lines.push(`last: ${trainer.lastVersion} ${trainer.lastOutcome ?? ''}${trainer.lastReasons.length ? `: ${trainer.lastReasons[0]}` : ''}`);
    }
    return h('li', {}, h('b', {}, trainer.trainerId), ' ', ...state(trainer), trainer.leader ? null : ', standby', ...lines.map((line) => h('span', { class: 'sub' }, line)));
  }
}

/** When a worker or trainer reported last. */
const heardAt = (one) => Date.parse(one.updatedAt ?? one.reportedAt);

/** Whether a worker or trainer has not reported for long. */
const isSilent = (one) => since(heardAt(one)) > silentAfterMillis();

/** Whether it has stopped, or has been silent for so long that it counts as stopped. */
const isGone = (one) => one.state === 'STOPPED' || since(heardAt(one)) > GONE_MS;

const state = (one) => (isSilent(one) ? ['last report ', ago(heardAt(one))] : [one.state.toLowerCase().replace('_', ' ')]);

/** What a trainer is doing, in a few words; empty without a trainer. */
function inShort(trainer, anyVersion) {
  if (!trainer) return '';
  if (trainer.version && trainer.stage) {
    return `training the ${anyVersion ? 'next' : 'first'}: ${trainer.stage.replaceAll('-', ' ')}${trainer.secondsLeft === null ? '' : `, ${duration(trainer.secondsLeft)} left`}`;
  }
  return anyVersion || !trainer.waitsFor ? 'no training is running' : `the first training waits for ${trainer.waitsFor}`;
}

function gate(version) {
  const kind = version.gatePassed ? 'passed' : version.verdict.startsWith('failed') ? 'failed' : 'sub';
  return h('span', { class: kind }, version.verdict);
}

/** The accuracies on one set of texts, with their intervals. */
function right(title, scores) {
  if (!scores) {
    return h('div', {}, h('span', { class: 'sub' }, title), h('span', { class: 'sub' }, 'not measured'));
  }
  const rows = [['with the rules', scores.joint], ['rules alone', scores.rules], ['model alone', scores.model], ['most frequent role', scores.majority]]
    .filter(([, score]) => score !== null);
  const texts = scores.model.items === null ? '' : `, ${counted(scores.model.items, 'text')}`;
  return h('div', {},
    h('span', { class: 'sub' }, `${title}${texts}`),
    h('span', { class: 'scores' }, ...rows.flatMap(([name, score]) => [
      h('span', {}, name),
      h('span', { class: 'num' }, percent(score.value)),
      h('span', { class: 'num range', title: '95 % interval' }, score.lower === null ? '' : `${percent(score.lower)} to ${percent(score.upper)}`)])));
}
