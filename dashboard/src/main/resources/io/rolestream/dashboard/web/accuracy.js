import { byId, count, counted, foreign, h, percent } from './dom.js';

/** What each judgement is called, what it says in a sentence, and the term that engineers know it by. */
const JUDGES = {
  PEOPLE_ON_LABELS: {
    title: 'Labels that are right, judged by people',
    words: ({ share, items }) => `People checked ${counted(items, 'label')} drawn at random and found ${count(Math.round(share * items))} right.`,
    caution: 'The labels are those of the current rules and model. A random sample tells how good all labels are.',
    term: 'accuracy of labels, random sample',
  },
  PEOPLE_AT_RANDOM: {
    title: 'Labels that are right, judged by people',
    words: ({ items, joint }) => `${who(joint)} ${joint ? 'were' : 'was'} tested on ${resumes(items)} drawn at random, to which people gave the right role.`,
    caution: 'The model had not seen those answers in training. A random sample tells how good all labels are.',
    term: 'accuracy, gold, random slice',
  },
  PEOPLE_ON_PICKED: {
    title: 'Right on hard cases, judged by people',
    words: ({ items, joint }) => `${who(joint)} ${joint ? 'were' : 'was'} tested on ${resumes(items)} picked because they are hard, to which people gave the right role.`,
    caution: 'On all resumes more labels are likely to be right. How many is not known before people check some at random.',
    term: 'accuracy, gold',
  },
  RULES: {
    title: 'Agreement of the model with the rules',
    words: ({ items }) => `How often the model gives the same role as the keyword rules, on ${resumes(items)} that it had not seen in training.`,
    caution: 'This does not say how many labels are right: the rules are wrong at times, and no person has judged these labels.',
    term: 'accuracy, silver hold-out',
  },
};

const who = (joint) => (joint ? 'Rules and model together' : 'The model alone');
const resumes = (items) => (items === null ? 'resumes' : counted(items, 'resume'));

/** How often labels are right: the judgement that is worth most, and the others in a fold. */
export class AccuracyPanel {
  constructor() {
    this.shown = '';
  }

  take({ judgements }) {
    const now = JSON.stringify(judgements);
    if (now === this.shown) return;
    this.shown = now;
    const [best, ...others] = judgements.filter(({ judge }) => JUDGES[judge]);
    const open = byId('accuracy-body').querySelector('details')?.open;
    byId('accuracy-body').replaceChildren(best ? main(best, others.length === 0 ? null : fold(others, open)) : none());
  }
}

function main(judgement, more) {
  const { title, words, caution } = JUDGES[judgement.judge];
  return h('div', { class: 'judgement', 'data-judge': judgement.judge },
    h('div', {},
      h('h2', { id: 'accuracy-title' }, title),
      h('p', { class: 'value' }, h('span', { id: 'accuracy-value' }, percent(judgement.share)), ' ', interval(judgement)),
      range(judgement)),
    h('div', { class: 'words' },
      h('p', { id: 'accuracy-words' }, words(judgement)),
      h('p', { class: 'note' }, ...(judgement.reviewers.length === 0 ? [] : ['Answers by ', foreign(judgement.reviewers.join(', ')), '. ']), caution),
      more));
}

const interval = ({ lower, upper }) => h('span', { class: 'unit' }, lower === null ? 'interval unknown' : `${percent(lower)} to ${percent(upper)}`);

/** The share and its interval on a scale from 0 to 100 %. */
function range({ share, lower, upper }) {
  const within = h('span', { class: 'within' });
  within.style.left = `${100 * (lower ?? share)}%`;
  within.style.width = `${100 * ((upper ?? share) - (lower ?? share))}%`;
  const at = h('span', { class: 'at' });
  at.style.left = `${100 * share}%`;
  return h('span', { class: 'range', 'aria-hidden': 'true' }, within, at);
}

function fold(others, open) {
  return h('details', { class: 'others', open }, h('summary', {}, others.length === 1 ? 'Another measurement' : `${others.length} other measurements`),
    h('ul', { class: 'plainlist' }, ...others.map((judgement) => {
      const { title, words, caution, term } = JUDGES[judgement.judge];
      return h('li', { 'data-judge': judgement.judge },
        h('b', {}, title, ': ', percent(judgement.share)), ' ', interval(judgement), ' ',
        h('span', { class: 'sub' }, words(judgement), ' ', caution),
        h('span', { class: 'sub' }, `${term}${judgement.version === null ? '' : `, version ${judgement.version}`}`));
    })));
}

function none() {
  return h('div', { class: 'judgement', 'data-judge': 'NONE' },
    h('div', {}, h('h2', { id: 'accuracy-title' }, 'How often labels are right'), h('p', { class: 'value' }, h('span', { id: 'accuracy-value' }, 'not measured yet'))),
    h('div', { class: 'words' }, h('p', { id: 'accuracy-words' }, 'No person has checked labels drawn at random.'),
      h('p', { class: 'note' }, 'Answer some of the questions under ', h('a', { href: '#review' }, 'Review'), ', or those that ', h('code', {}, 'rolestream review'), ' asks; the share that was right then appears here, with its uncertainty.')));
}
