import { post } from './api.js';
import { takeDocuments } from './documents.js';
import { marked } from './marked.js';
import { byId, decider, foreign, h, hundredths, percent } from './dom.js';

const ASK_AGAIN_MS = 1500;
const MOST_TRIES = 60;
const LEAST_SHARE = 0.01;

/** Labels a pasted text, and polls while the model is loading. */
export class TryIt {
  constructor(maxChars) {
    this.maxChars = maxChars;
    this.field = byId('try-text');
    this.result = byId('try-result');
    this.asked = 0;
    byId('try-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.judge();
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.judge();
    });
    takeDocuments({
      field: this.field,
      button: 'try-file',
      wanted: ({ skills, text }) => skills ?? text,
      say: (problem) => this.say(problem),
      done: () => this.judge(),
    });
    document.querySelectorAll('[data-sample]').forEach((button) => button.addEventListener('click', () => {
      this.field.value = button.dataset.sample;
      this.judge();
    }));
  }

  async judge() {
    const asked = ++this.asked;
    const written = this.field.value;
    if (written.trim() === '') {
      this.say('Enter some skills first.');
      return;
    }
    if (written.length > this.maxChars) {
      this.say(`The text has ${written.length} characters; the maximum is ${this.maxChars}.`);
      return;
    }
    for (let tries = 0; tries < MOST_TRIES && asked === this.asked; tries++) {
      let answer;
      try {
        answer = await post('api/try', { text: written });
      } catch (problem) {
        if (asked === this.asked) this.say(problem.message);
        return;
      }
      if (asked !== this.asked) return;
      this.show(written, answer);
      if (answer.model.state !== 'loading') return;
      await new Promise((done) => { setTimeout(done, ASK_AGAIN_MS); });
    }
  }

  say(problem) {
    this.result.replaceChildren(h('p', { class: 'problem' }, problem));
  }

  show(written, { rules, model, decision, roles }) {
    this.result.replaceChildren(
      h('p', { class: 'decision' }, h('strong', { id: 'try-decision' }, decision.role), ` ${hundredths(decision.confidence)}, by ${decider(decision.decidedBy)}`,
        h('span', { class: 'sub', title: `decision policy: ${decision.policy}` }, policyWords(decision.policy, model.role))),
      marked(written, rules.keywords),
      h('p', { class: 'meta', id: 'try-rules' }, h('b', {}, 'Rules '), rules.role === null ? `undecided (${reason(rules.reason)})` : `${rules.role} ${hundredths(rules.confidence)}`,
        h('span', { class: 'sub' }, `${rules.version}; ${rules.keywords.length === 0 ? 'no keyword matched' : rules.keywords.map(({ keyword }) => keyword).join(', ')}`)),
      h('p', { class: 'meta', id: 'try-model', 'data-state': model.state }, h('b', {}, 'Model '), ...modelWords(model)),
      table(roles, decision.role));
  }
}

const POLICY = /^(?<how>.+?)(?: min (?<least>[\d.]+))? else (?<fallback>.+)$/;

/** How votes become a label, in words. */
function policyWords(policy, modelRole) {
  const { how, least, fallback } = POLICY.exec(policy)?.groups ?? {};
  const threshold = /^model-when-confident\((.+)\)$/.exec(how ?? '')?.[1];
  const who = !modelRole
    ? 'Only the rules voted'
    : {
      joint: 'Both votes are weighed together',
      rules: 'The rules decide; the model is only compared with them',
      model: 'The model decides',
    }[how] ?? (threshold ? `The model decides where its confidence is at least ${threshold}, otherwise the rules` : `Decided by ${policy}`);
  return `${who}.${fallback ? ` Where they are undecided${least ? ` or the confidence is below ${least}` : ''}, the role is ${fallback}.` : ''}`;
}

const reason = (code) => ({ 'thin-evidence': 'too little evidence', tie: 'several roles are equally likely' }[code] ?? code);

function modelWords(model) {
  switch (model.state) {
    case 'ready':
      return [`${model.role} ${hundredths(model.confidence)}`, h('span', { class: 'sub' }, model.version)];
    case 'loading':
      return [h('span', { class: 'busy', 'aria-hidden': 'true' }), `version ${model.version} is loading; this takes some seconds`];
    case 'none':
      return ['none yet: only the rules decide'];
    case 'off':
      return ['not loaded here (dashboard.try-model is false)'];
    case 'failed':
      return [h('span', { class: 'problem' }, model.problem)];
    default:
      return ['none: only the rules decide, as configured'];
  }
}

function table(roles, decided) {
  const withModel = roles.some((row) => row.model !== null);
  const joint = roles.some((row) => row.joint !== null);
  const weight = Math.max(1, ...roles.map((row) => Math.abs(row.rules)));
  const rank = (row) => (row.joint ?? row.model ?? row.rules / weight);
  const worth = roles.filter((row) => row.rules !== 0 || row.role === decided || (row.joint ?? row.model ?? 0) >= LEAST_SHARE || (row.model ?? 0) >= LEAST_SHARE)
    .sort((a, b) => rank(b) - rank(a));
  const rest = roles.length - worth.length;
  const bar = (share, kind) => {
    const filled = h('span', { class: `bar ${kind}` });
    filled.style.width = `${Math.max(0, Math.min(100, 100 * share))}%`;
    return h('span', { class: 'track', 'aria-hidden': 'true' }, filled);
  };
  return h('div', {},
    h('table', { class: 'probabilities' },
      h('caption', { class: 'hidden' }, 'Scores and probabilities of the roles'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Role'), h('th', { scope: 'col' }, 'Rules’ score'),
        withModel ? h('th', { scope: 'col' }, 'Model') : null, joint ? h('th', { scope: 'col' }, 'Together') : null)),
      h('tbody', {}, ...worth.map((row) => h('tr', { class: row.role === decided ? 'decided' : null },
        h('th', { scope: 'row' }, foreign(row.role)),
        h('td', {}, bar(row.rules / weight, 'rules'), h('span', { class: 'num' }, row.rules === 0 ? '–' : row.rules.toFixed(1))),
        withModel ? h('td', {}, bar(row.model ?? 0, 'model'), h('span', { class: 'num' }, percent(row.model ?? 0))) : null,
        joint ? h('td', {}, bar(row.joint ?? 0, 'both'), h('span', { class: 'num' }, percent(row.joint ?? 0))) : null)))),
    rest === 0 ? null : h('p', { class: 'note' }, `${rest} other roles have ${withModel ? 'less than 1 %' : 'no evidence'}.`));
}
