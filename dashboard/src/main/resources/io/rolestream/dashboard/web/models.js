import { silentAfterMillis } from './api.js';
import { ago, byId, count, counted, duration, h, hundredths, since, text } from './dom.js';
import { TrainingCharts } from './training.js';
import { Versions } from './versions.js';

const GONE_MS = 3600000;

/** Versions, trainers and workers. Rebuilt on each change, which is rare. */
export class Models {
  /** @param onResume called with a resume's id to look up */
  constructor(onResume) {
    this.table = new Versions(onResume);
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
    const heardOf = new Set(part.workers.filter((worker) => !isSilent(worker)).map((worker) => worker.workerId));
    this.table.show(part, (version) => version.runsOn.filter((worker) => heardOf.has(worker)));
    byId('workers').replaceChildren(this.workers(part));
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
      lines.push([trainer.stage.replaceAll('-', ' '), !Number.isFinite(trainer.epoch) ? null : `epoch ${hundredths(trainer.epoch)}`,
        !Number.isFinite(trainer.loss) ? null : `loss ${trainer.loss.toFixed(3)}`,
        !Number.isFinite(trainer.heldOutScore) ? null : `held-out score ${trainer.heldOutScore.toFixed(3)}`,
        trainer.tokensPerSecond === null ? null : `${count(trainer.tokensPerSecond)} tokens per second`,
        trainer.secondsLeft === null ? null : `${duration(trainer.secondsLeft)} left`].filter(Boolean).join(', '));
    } else if (trainer.leader && trainer.waitsFor) {
      lines.push(`waits for: ${trainer.waitsFor}`);
    }
    const pairs = trainer.modelName === 'matcher' || trainer.modelName === 'reward';
    const byHand = trainer.modelName.endsWith(', by hand'); // see TrainingReport
    if (!byHand) lines.push(pairs ? `${counted(trainer.examples, 'pair')} that suit (${count(trainer.newExamples)} new)`
      : `${counted(trainer.examples, 'example')} (${count(trainer.newExamples)} new), ${counted(trainer.corrections, 'correction')} (${count(trainer.newCorrections)} new)`);
    if (trainer.lastVersion) {
      lines.push(`last: ${trainer.lastVersion} ${trainer.lastOutcome ?? ''}${trainer.lastReasons.length ? `: ${trainer.lastReasons[0]}` : ''}`);
    }
    return h('li', {}, h('b', {}, trainer.trainerId), ' ', ...state(trainer), trainer.leader ? null : byHand ? ', by hand' : ', standby', ...lines.map((line) => h('span', { class: 'sub' }, line)));
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
