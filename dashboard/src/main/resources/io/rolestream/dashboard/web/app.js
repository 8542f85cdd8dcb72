import { AccuracyPanel } from './accuracy.js';
import { begin, post } from './api.js';
import { Confusion } from './confusion.js';
import { DeadLetters } from './deadletters.js';
import { Flow, showFigures } from './flow.js';
import { Keywords } from './keywords.js';
import { Find } from './find.js';
import { closeHelp } from './help.js';
import { LiveList } from './live.js';
import { LookUp } from './lookup.js';
import { Matches } from './matches.js';
import { Models } from './models.js';
import { Quality } from './quality.js';
import { Recruit } from './recruit.js';
import { Review } from './review.js';
import { Roles } from './roles.js';
import { showScrolling } from './scrolling.js';
import { foldSections, unfold } from './sections.js';
import { TryIt } from './tryit.js';
import { attribute, byId, clock, counted, setTime, text } from './dom.js';

const SILENT_MS = 6000;
const LOOK_EVERY_MS = 1000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15000;

/** Shows what the server sends, and reports a lost connection. */
class Page {
  constructor() {
    this.source = null;
    this.retry = FIRST_RETRY_MS;
    this.heardAt = performance.now();
    this.shownAt = null;
    this.lookUp = new LookUp();
    this.live = new LiveList((resumeId) => this.showLabel(resumeId));
    this.accuracy = new AccuracyPanel();
    this.confusion = new Confusion((resumeId) => this.showLabel(resumeId));
    this.models = new Models((resumeId) => this.showLabel(resumeId));
    this.dead = new DeadLetters();
    this.quality = new Quality();
    this.parts = {
      labels: (part) => this.live.take(part),
      accuracy: (part) => this.accuracy.take(part),
      flow: (part) => this.flow.take(part),
      history: (part) => this.flow.history(part),
      roles: (part) => this.roles.take(part),
      confusion: (part) => this.confusion.take(part),
      models: (part) => {
        this.models.versions(part);
        this.flow.took(part.versions);
      },
      training: (part) => this.models.training(part),
      keywords: (part) => this.keywords.take(part),
      deadletters: (part) => this.dead.take(part),
      matches: (part) => {
        this.matches?.take(part);
        this.recruit?.offer(part);
        this.roles.jobs(part.jobs.openByRole);
      },
      jobletters: (part) => this.dead.jobs(part),
      quality: (part) => this.quality.take(part),
      review: (part) => {
        this.reviewed = part;
        this.review?.take(part);
      },
      status: (part) => this.status(part),
    };
    this.flow = new Flow(() => this.open());
    this.roles = new Roles();
    this.keywords = new Keywords();
    closeHelp();
    byId('logout').addEventListener('click', () => this.logOut());
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.flow.draw(); });
    setInterval(() => this.look(), LOOK_EVERY_MS);
    foldSections();
    showScrolling();
  }

  async start() {
    try {
      const session = await begin();
      byId('logout').hidden = !session.canLogOut;
      this.live.offer(session.roles);
      this.confusion.fallback = session.fallback;
      text(byId('what-roles'), `one of ${counted(session.roles.length, 'job role')}`);
      this.review ??= new Review(session, (resumeId) => this.showLabel(resumeId));
      if (this.reviewed) this.review.take(this.reviewed);
      this.tryIt ??= new TryIt(session.maxChars);
      this.recruit ??= new Recruit(session, { onResume: (resumeId) => this.showList(resumeId) });
      this.matches ??= new Matches(session, { onJob: (jobId) => this.showJob(jobId) });
      this.find ??= new Find(session, { onJob: (jobId) => this.showJob(jobId) });
      this.open();
    } catch (problem) {
      this.lost(problem.message);
      this.later(() => this.start());
    }
  }

  showLabel(resumeId) {
    unfold(byId('lookup'));
    this.lookUp.show(resumeId);
  }

  showJob(jobId) {
    unfold(byId('recruit'));
    this.recruit.show(jobId);
  }

  showList(resumeId) {
    unfold(byId('jobs'));
    byId('jobs').scrollIntoView({ block: 'start' });
    this.matches.open(resumeId);
  }

  open() {
    this.source?.close();
    const source = new EventSource('api/events');
    this.source = source;
    for (const [name, take] of Object.entries(this.parts)) {
      source.addEventListener(name, (event) => {
        this.heardAt = performance.now();
        take(JSON.parse(event.data));
      });
    }
    source.addEventListener('open', () => { this.retry = FIRST_RETRY_MS; });
    source.addEventListener('error', () => {
      if (source !== this.source) return;
      this.lost('Connection lost; trying again.');
      source.close();
      this.source = null;
      this.later(() => this.start());
    });
  }

  async logOut() {
    try {
      await this.review?.flush();
      await post('api/logout', {});
      this.source?.close();
      location.replace('login#out');
    } catch (problem) {
      text(byId('detail'), problem.message);
    }
  }

  later(step) {
    setTimeout(step, this.retry);
    this.retry = Math.min(LAST_RETRY_MS, this.retry * 2);
  }

  /** An open connection without data counts as lost. */
  look() {
    if (this.source && performance.now() - this.heardAt > SILENT_MS) {
      this.lost('The server has sent nothing for several seconds.');
    }
  }

  lost(why) {
    text(byId('doing'), 'this page has no connection to it');
    this.state('lost', 'disconnected', this.shownAt === null ? why : `${why} Data as of ${clock(this.shownAt)}.`);
    document.body.classList.add('stale');
  }

  status(part) {
    this.shownAt = part.now;
    setTime(part.now);
    this.models.look();
    document.body.classList.remove('stale');
    this.state(part.health.level.toLowerCase(), part.health.headline, part.health.detail);
    text(byId('doing'), part.health.doing);
    this.confusion.champion = part.champion;
    showFigures(part);
    const odd = [
      part.skipped > 0 ? `${counted(part.skipped, 'label')} skipped, because the dashboard could not keep up.` : '',
      part.unreadable > 0 ? `${counted(part.unreadable, 'record')} from other programs could not be read.` : '',
    ].filter(Boolean).join(' ');
    text(byId('foot'), odd);
  }

  state(level, headline, detail) {
    attribute(byId('state'), 'data-level', level);
    text(byId('headline'), headline);
    text(byId('detail'), detail);
    if (document.title !== `${headline} – Rolestream`) {
      document.title = `${headline} – Rolestream`;
    }
  }
}

new Page().start();
