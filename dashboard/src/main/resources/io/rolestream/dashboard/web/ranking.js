import { get, post } from './api.js';
import { marked } from './marked.js';
import { foreign, h, percent, text } from './dom.js';

const FEW_SKILLS = 8;

/** What the parts of a score are called. */
const PARTS = {
  bm25: 'words in common',
  embedding: 'similar meaning',
  role: 'same role',
  skills: 'skills asked for',
  reward: 're-ranked',
  description: 'found by the generated description',
};

/** Why a list was computed. */
export const CAUSES = {
  NEW: 'new',
  CHANGED: 'text changed',
  LABELLED: 'new label',
  OTHER_ADDED: 'new job',
  OTHER_CHANGED: 'a job changed',
  OTHER_GONE: 'a job closed',
  VERSION: 'new model',
  DESCRIBED: 'description generated',
};

/** By which way a job came into a list that was also searched with a generated description. */
const FOUND_BY = {
  RESUME: 'found by the resume',
  DESCRIPTION: 'found by the generated description',
  BOTH: 'found by resume and generated description',
};

/** A job's title, or what there is of it. */
export const titleOf = ({ title, id }) => (title ? foreign(title) : foreign(id));

/** Skills as chips: those that match, and those that are missing. Names are untrusted. Where reasons are hidden, the skill that would help is told. */
export function skills(result, most = FEW_SKILLS) {
  const { matched, missing, wouldHelp } = result;
  const chips = [
    ...matched.slice(0, most).map((name) => h('li', { class: 'chip has' }, h('span', { class: 'hidden' }, 'matches: '), foreign(name))),
    missing.length > 0 ? h('li', { class: 'note', 'aria-hidden': 'true' }, 'missing') : null,
    ...missing.slice(0, most).map((name) => h('li', { class: 'chip lacks' }, h('span', { class: 'hidden' }, 'missing: '), foreign(name))),
  ].filter(Boolean);
  const more = Math.max(0, matched.length - most) + Math.max(0, missing.length - most);
  if (more > 0) chips.push(h('li', { class: 'note' }, `and ${more} more`));
  return [
    chips.length === 0 ? null : h('ul', { class: 'chips' }, ...chips),
    wouldHelp && result.reasons.length === 0 ? h('p', { class: 'note raise' }, 'Naming ', h('b', {}, foreign(wouldHelp)), ' would raise the score most, if it is true.') : null,
  ];
}

/** How a score is made up. */
export function parts(result) {
  if (result.parts.length === 0) return null;
  const most = Math.max(1e-9, ...result.parts.map((part) => Math.abs(part.contribution)));
  return h('table', { class: 'parts' },
    h('caption', { class: 'hidden' }, 'The parts of the score'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Part'), h('th', { scope: 'col' }, 'Adds to the score'), h('th', { scope: 'col', class: 'num' }, 'Rank'))),
    h('tbody', {}, ...result.parts.map((part) => {
      const bar = h('span', { class: 'bar both' });
      bar.style.width = `${Math.max(0, Math.min(100, (100 * part.contribution) / most))}%`;
      return h('tr', {},
        h('th', { scope: 'row' }, PARTS[part.name] ?? foreign(part.name)),
        h('td', {}, h('span', { class: 'track', 'aria-hidden': 'true' }, bar), h('span', { class: 'num' }, number(part.contribution))),
        h('td', { class: 'num' }, part.rank > 0 ? `${part.rank}.` : '–'));
    })));
}

const number = (value) => (Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3));

/**
 * A list in full. Each entry opens to its parts, its texts where they may be shown, and buttons for feedback.
 *
 * ofResume: whether jobs are listed for a resume; canAnswer: whether texts are shown and feedback taken; onOther: called
 * with an entry's id.
 */
export class Ranking {
  constructor({ ofResume, canAnswer, onOther }) {
    Object.assign(this, { ofResume, canAnswer, onOther });
  }

  show(list) {
    if (list.results.length === 0) {
      return h('p', { class: 'empty' }, this.ofResume ? 'No open job suits this resume.' : 'No resume suits this job yet.');
    }
    return h('ol', { class: 'ranking' }, ...list.results.map((result) => h('li', {}, this.entry(list, result))));
  }

  entry(list, result) {
    const more = h('details', {}, h('summary', {}, 'How the score is made up'));
    more.addEventListener('toggle', () => {
      if (more.open && more.children.length === 1) more.append(...this.more(list, result));
    });
    return h('article', { class: 'match' },
      head(result),
      result.reasons.length === 0 ? null : h('ul', { class: 'why' }, ...result.reasons.map((reason) => h('li', {}, foreign(reason)))),
      ...skills(result),
      this.canAnswer ? this.feedback(list, result) : null,
      more);
  }

  more(list, result) {
    const idOf = this.ofResume ? 'Job' : 'Resume';
    const texts = h('div', {});
    const ask = h('button', { type: 'button', class: 'plain', onclick: () => this.texts(list, result, texts) }, 'Show both texts');
    return [
      parts(result) ?? '',
      h('p', { class: 'note' }, `${idOf} `, h('button', { type: 'button', class: 'plain id', onclick: () => this.onOther(result.id) }, foreign(result.id)),
        ...(this.canAnswer ? [' ', ask] : [])),
      texts,
    ];
  }

  pair(list, result) {
    return this.ofResume ? { resume: list.id, job: result.id } : { resume: result.id, job: list.id };
  }

  async texts(list, result, box) {
    const { resume, job } = this.pair(list, result);
    try {
      const found = await get(`api/match?resume=${encodeURIComponent(resume)}&job=${encodeURIComponent(job)}&list=${this.ofResume ? 'resume' : 'job'}`);
      box.replaceChildren(h('div', { class: 'pairtexts' }, side('Resume', found.resume), side('Job', found.job)));
    } catch (problem) {
      box.replaceChildren(h('p', { class: 'problem' }, problem.message));
    }
  }

  feedback(list, result) {
    const told = h('span', { class: 'note', role: 'status' });
    const button = (action, label) => h('button', { type: 'button', 'data-action': action, onclick: (event) => this.tell(list, result, action, event.currentTarget, told) }, label);
    return h('div', { class: 'buttons feedback' },
      button('opened', this.ofResume ? 'Would open it' : 'Would look at it'),
      button('applied', this.ofResume ? 'Would apply' : 'Would invite'),
      button('dismissed', 'Does not suit'),
      told);
  }

  async tell(list, result, action, button, told) {
    const { resume, job } = this.pair(list, result);
    button.disabled = true;
    try {
      await post('api/feedback', { resumeId: resume, jobId: job, action, list: this.ofResume ? 'resume' : 'job' });
      button.setAttribute('aria-pressed', 'true');
      text(told, 'Sent. The model that ranks can learn from it.');
    } catch (problem) {
      button.disabled = false;
      text(told, problem.message);
    }
  }
}

/** The first line of an entry. */
export function head(result) {
  return h('header', {},
    h('h4', {}, h('span', { class: 'place' }, `${result.position}. `), titleOf(result)),
    result.role ? h('span', { class: 'badge' }, foreign(result.role)) : null,
    result.open ? null : h('span', { class: 'badge rejected' }, 'closed'),
    FOUND_BY[result.foundBy] ? h('span', { class: 'badge' }, FOUND_BY[result.foundBy]) : null,
    h('span', { class: 'note score' }, `score ${number(result.score)}`));
}

function side(name, fields) {
  return h('section', {}, h('h4', {}, name), ...(fields.length === 0
    ? [h('p', { class: 'empty' }, 'The text is no longer in Kafka.')]
    : fields.flatMap(({ name: field, text: written, used }) => [
      h('p', { class: 'note' }, field),
      marked(written, used.map((passage) => ({ ...passage, keyword: 'used for this match' }))),
    ])));
}

/**
 * What a model generated for a resume, marked as that. The text is read when somebody asks for it.
 *
 * canAnswer: whether texts are shown
 */
export function generated(list, canAnswer) {
  const { description } = list;
  if (!description) return null;
  const made = ['by ', foreign(description.generator), ' ', foreign(description.version), `, seed ${description.seed}`];
  const box = h('div', {});
  const show = async () => {
    try {
      const { text: written } = await get(`api/description?resume=${encodeURIComponent(list.id)}`);
      box.replaceChildren(h('blockquote', { class: 'generated' },
        h('p', {}, h('strong', {}, 'Generated text, not a posting'), ' ', h('span', { class: 'note' }, ...made)),
        h('p', { class: 'written' }, foreign(written))));
    } catch (problem) {
      box.replaceChildren(h('p', { class: 'problem' }, problem.message));
    }
  };
  return h('div', {},
    h('p', { class: 'note' },
      description.used
        ? 'Jobs were also searched with a description that was generated from this resume '
        : 'A description was generated from this resume, but does not suit it and was not used: ',
      ...made, '. ',
      canAnswer ? h('button', { type: 'button', class: 'plain', onclick: show }, 'Show the generated description') : null),
    box);
}

/** 12.3 % (10.1 to 14.9) */
export function share({ share: value, lower, upper }) {
  return [percent(value), h('span', { class: 'sub' }, `${(100 * lower).toFixed(1)} to ${(100 * upper).toFixed(1)}`)];
}

