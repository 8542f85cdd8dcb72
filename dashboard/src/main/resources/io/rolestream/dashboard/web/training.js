import { LineChart } from './charts.js';
import { byId, h, hundredths, text } from './dom.js';

const MILLIONTHS = 1e6;

/** Loss, learning rate and score on held-out examples of each model's latest training, one model at a time. */
export class TrainingCharts {
  constructor() {
    this.curves = [];
    this.chosen = null;
    this.charts = null;
  }

  /** curves: of each model, the latest first; see TrainingCurves. */
  take(curves) {
    this.curves = curves.filter(({ steps }) => steps.length > 1);
    byId('curves').hidden = this.curves.length === 0;
    if (this.curves.length === 0) return;
    this.offer(this.curves.map(({ model }) => model));
    this.draw();
  }

  shown() {
    return this.curves.find(({ model }) => model === this.chosen) ?? this.curves[0];
  }

  /** The choice between models, where there are several. */
  offer(models) {
    const box = byId('curves-models');
    box.hidden = models.length < 2;
    const sorted = [...models].sort();
    if (this.offered !== sorted.join('\n')) {
      this.offered = sorted.join('\n');
      box.replaceChildren(h('legend', { class: 'hidden' }, 'Curves of the model'), ...sorted.map((model) => h('label', {},
        h('input', { type: 'radio', name: 'curves', value: model, onchange: () => { this.chosen = model; this.draw(); } }), h('span', {}, model))));
    }
    for (const input of box.querySelectorAll('input')) {
      input.checked = input.value === this.shown().model;
    }
  }

  draw() {
    const { stage, version, steps, heldOut } = this.shown();
    text(byId('curves-of'), `${stage.replaceAll('-', ' ')} of ${version}`);
    this.epochs = steps.map(([epoch]) => epoch);
    this.charts ??= this.make();
    const measured = this.epochs.map((epoch, i) => heldOut.filter(([at]) => at <= epoch || i === steps.length - 1).pop());
    this.charts.loss.update([steps.map(([, loss]) => loss), measured.map((point) => point?.[1] ?? -1)]);
    this.charts.rate.update([steps.map(([, , rate]) => rate * MILLIONTHS)]);
    byId('heldout-figure').hidden = heldOut.length === 0;
    if (heldOut.length > 0) this.charts.score.update([measured.map((point) => point?.[2] ?? -1)]);
  }

  make() {
    const chart = (id, names, least, digits, title) => new LineChart(byId(id), names.map((name, i) => ({ name, kind: i === 0 ? 'accent' : 'strong' })), {
      least, title, describe: (index) => `epoch ${hundredths(this.epochs[index] ?? 0)}`, format: (value) => value.toFixed(digits),
    });
    return {
      loss: chart('chart-loss', ['learnt', 'held out'], 0.01, 3, 'Loss of the latest training, on examples learnt from and held out'),
      rate: chart('chart-rate', [''], 0.01, 1, 'Learning rate of the latest training, in millionths'),
      score: chart('chart-heldout', [''], 1, 3, 'Score of the latest training on held-out examples'),
    };
  }
}
