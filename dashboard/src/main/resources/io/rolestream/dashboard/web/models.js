import { LineChart } from './charts.js';
import { ago, byId, count, duration, h, hundredths, percent, text } from './dom.js';

const SETS = {
  'gold-random-slice': 'by people, on resumes drawn at random',
  gold: 'by people, on doubtful resumes',
  'hold-out': 'by the rules’ own labels: how well they are repeated',
};
const STAGES = { CHAMPION: 'champion', CHALLENGER: 'challenger', REJECTED: 'rejected', RETIRED: 'retired', UNKNOWN: 'unknown' };
const SILENT_MS = 90000;

/** Versions, trainers and workers. Built anew when something has changed, which is seldom. */
export class Models {
  constructor() {
    this.now = Date.now();
    this.loss = null;
  }

  versions(part) {
    this.part = part;
    text(byId('models-note'), part.model === null ? '' : `model ${part.model}${part.total > part.versions.length ? `, the latest of ${count(part.total)} versions` : ''}`);
    byId('models-table').replaceChildren(part.model === null
      ? h('p', { class: 'empty' }, 'No model is awaited: the rules decide alone. Set labellers=rules,roberta to let one vote.')
      : part.versions.length === 0
        ? h('p', { class: 'empty' }, 'No model yet: the rules decide alone. The first version shows here when the trainer has published it.')
        : this.table(part));
    byId('workers').replaceChildren(this.workers(part));
  }

  table(part) {
    return h('table', { class: 'cards' },
      h('caption', { class: 'hidden' }, 'Versions of the model, the newest first'),
      h('thead', {}, h('tr', {}, ...['Version', 'Stage', 'How often right', 'Learnt from', 'Gate'].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...part.versions.map((version) => h('tr', { class: version.stage === 'CHAMPION' ? 'champion' : null },
        h('th', { scope: 'row' }, version.version, h('span', { class: 'sub' }, ago(version.announcedAt, this.now))),
        h('td', { 'data-name': 'Stage' }, h('span', { class: `badge ${STAGES[version.stage] ?? 'unknown'}` }, STAGES[version.stage] ?? version.stage),
          version.runsOn.length === 0 ? null : h('span', { class: 'sub' }, `runs on ${version.runsOn.join(', ')}`),
          ...version.refusedBy.map((refusal) => h('span', { class: 'sub problem' }, refusal))),
        h('td', { 'data-name': 'How often right' }, ...right(version.scores)),
        h('td', { 'data-name': 'Learnt from' }, `${count(version.examples)} examples`, h('span', { class: 'sub' }, `${count(version.corrections)} answers of people`)),
        h('td', { 'data-name': 'Gate' }, gate(version),
          ...version.gateReasons.slice(0, 4).map((reason) => h('span', { class: 'sub' }, reason)))))));
  }

  workers(part) {
    if (part.workers.length === 0) {
      return h('p', { class: 'empty' }, part.model === null ? 'No model, no workers.' : 'No worker has reported.');
    }
    return h('ul', { class: 'plainlist' }, ...part.workers.map((worker) => {
      const silent = worker.state !== 'STOPPED' && this.now - worker.reportedAt > SILENT_MS;
      return h('li', {},
        h('b', {}, worker.id), ` ${silent ? `silent since ${ago(worker.reportedAt, this.now)}` : worker.state.toLowerCase().replace('_', ' ')}`,
        h('span', { class: 'sub' }, [worker.version, worker.compute, worker.host && `on ${worker.host}`].filter(Boolean).join(', ')),
        worker.refusal === null ? null : h('span', { class: 'sub problem' }, worker.refusal));
    }));
  }

  training(part) {
    const active = part.trainers.filter((trainer) => trainer.state !== 'STOPPED');
    byId('training').replaceChildren(active.length === 0
      ? h('p', { class: 'empty' }, 'No trainer has reported. `rolestream train` runs one.')
      : h('ul', { class: 'plainlist' }, ...active.map((trainer) => this.trainer(trainer))));
    text(byId('f-training'), inShort(active.find((trainer) => trainer.leader && this.now - trainer.updatedAt <= SILENT_MS)));
    this.showLoss(part);
  }

  trainer(trainer) {
    const silent = this.now - trainer.updatedAt > SILENT_MS;
    const state = silent ? `silent since ${ago(trainer.updatedAt, this.now)}` : trainer.state.toLowerCase().replace('_', ' ');
    const lines = [];
    if (trainer.version) {
      lines.push(`version ${trainer.version}, because ${trainer.trigger}`);
    }
    if (trainer.stage) {
      lines.push([trainer.stage.replaceAll('-', ' '), trainer.epoch === null ? null : `epoch ${hundredths(trainer.epoch)}`,
        trainer.loss === null ? null : `loss ${trainer.loss.toFixed(3)}`,
        trainer.tokensPerSecond === null ? null : `${count(trainer.tokensPerSecond)} tokens a second`,
        trainer.secondsLeft === null ? null : `${duration(trainer.secondsLeft)} left`].filter(Boolean).join(', '));
    } else if (trainer.leader && trainer.waitsFor) {
      lines.push(`waits for: ${trainer.waitsFor}`);
    }
    lines.push(`${count(trainer.examples)} examples (${count(trainer.newExamples)} new), ${count(trainer.corrections)} corrections (${count(trainer.newCorrections)} new)`);
    if (trainer.lastVersion) {
      lines.push(`last: ${trainer.lastVersion} ${trainer.lastOutcome ?? ''}${trainer.lastReasons.length ? `: ${trainer.lastReasons[0]}` : ''}`);
    }
    return h('li', {}, h('b', {}, trainer.id), ` ${state}${trainer.leader ? '' : ', stands by'}`, ...lines.map((line) => h('span', { class: 'sub' }, line)));
  }

  showLoss(part) {
    const shown = part.curve.length > 1;
    byId('loss-figure').hidden = !shown;
    if (!shown) return;
    text(byId('loss-of'), `${part.curveStage.replaceAll('-', ' ')} of ${part.curveVersion}`);
    const epochs = part.curve.map(([epoch]) => epoch);
    this.loss ??= new LineChart(byId('chart-loss'), [{ name: '', kind: 'accent' }],
      { least: 0.01, describe: (index) => `epoch ${hundredths(this.epochs[index] ?? 0)}`, format: (loss) => loss.toFixed(3), title: 'Loss of the latest training' });
    this.epochs = epochs;
    this.loss.update([part.curve.map(([, loss]) => loss)]);
  }
}

/** What a trainer is at, in a few words; nothing where there is none. */
function inShort(trainer) {
  if (!trainer) return '';
  if (trainer.version && trainer.stage) {
    return `training the next: ${trainer.stage.replaceAll('-', ' ')}${trainer.secondsLeft === null ? '' : `, ${duration(trainer.secondsLeft)} left`}`;
  }
  return trainer.lastVersion || !trainer.waitsFor ? 'nothing is trained at the moment' : `the first training waits for ${trainer.waitsFor}`;
}

function gate(version) {
  if (!version.gatePassed && version.gateReasons.length === 0 && version.scores === null) {
    return h('span', { class: 'sub' }, 'not asked');
  }
  return h('span', { class: version.gatePassed ? 'passed' : 'failed' }, version.gatePassed ? 'passed' : 'failed');
}

function right(scores) {
  if (scores === null) {
    return [h('span', { class: 'sub' }, 'not evaluated')];
  }
  const bars = [['with the rules', scores.joint, 'both'], ['rules alone', scores.rules, 'rules'], ['model alone', scores.model, 'model'], ['always the commonest', scores.majority, 'least']]
    .filter(([, share]) => share !== null);
  return [
    h('span', { class: 'scores' }, ...bars.flatMap(([name, share, kind]) => {
      const bar = h('span', { class: `bar ${kind}` });
      bar.style.width = `${Math.max(0, Math.min(100, 100 * share))}%`;
      return [h('span', {}, name), h('span', { class: 'track', 'aria-hidden': 'true' }, bar), h('span', { class: 'num' }, percent(share))];
    })),
    h('span', { class: 'sub' }, `${SETS[scores.set] ?? scores.set}${scores.items === null ? '' : `, ${count(scores.items)} texts`}`),
  ];
}
