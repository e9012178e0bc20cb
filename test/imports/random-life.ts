import { Account } from '../../src/accounts/account.entity.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { Comments } from '../../src/feedback/comments.service.js';
import { Votes } from '../../src/feedback/votes.service.js';
import type { ContentImport } from '../../src/programme/content-import.entity.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { ImportFile } from '../../src/programme/import-file.entity.js';
import { sectionPath } from '../../src/programme/paths.js';
import { Point } from '../../src/programme/point.entity.js';
import { Points, type SectionText } from '../../src/programme/points.service.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import { textStates } from '../../src/suggestions/export/text-states.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Refusal } from '../../src/web/refusal.js';
import type { Viewer } from '../../src/web/viewer.js';
import type { TestApplication } from '../support/application.js';
import { ActsOnSuggestions } from './acts-on-suggestions.js';
import { type AllSaid, LifeLaws } from './life-laws.js';
import { anyFolder, anyText, changeSomething, Dice, type Folder, remember } from './random-texts.js';
import { SuggestionLaws } from './suggestion-laws.js';

const programmes =
  'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n  - uid: obec\n    title: Obec\n    opens: 2020-01-01\n';

/** A programme in which everything happens that can, in an order that a seed determines. */
export class Life {
  private readonly dice: Dice;
  private folder: Folder = new Map();
  private readonly said: AllSaid = { comments: [], votes: [], suggestions: [] };
  private readonly laws: LifeLaws;
  /** How many versions a point may have got in one step. */
  private changes = 0;
  /** Laws that a step broke. */
  private readonly surprises: string[] = [];
  private garant: Viewer | null = null;
  private readonly acts: ActsOnSuggestions;
  private readonly suggestionLaws: SuggestionLaws;
  /** Accounts of people who say what they think of others’ suggestions. */
  private readonly readers: string[] = [];

  constructor(
    private readonly app: TestApplication,
    seed: number,
  ) {
    this.dice = new Dice(seed);
    this.laws = new LifeLaws(app, this.said);
    this.acts = new ActsOnSuggestions(app, this.dice);
    this.suggestionLaws = new SuggestionLaws(app);
  }

  async begin(): Promise<void> {
    this.folder = anyFolder(this.dice);
    const id = await this.account();
    this.garant = { accountId: id, publicName: 'Jana', isStaff: true, isAdmin: false } as unknown as Viewer;
    for (let i = 0; i < 4; i++) this.readers.push(await this.account());
    await this.import('whole');
    await this.laws.ofVersions(this.changes);
  }

  /** Does something. @returns what it was. */
  async step(): Promise<string> {
    this.changes = 0;
    const told: string[] = [];
    for (let i = 0; i < 3; i++) told.push(await this.refusable(() => this.speak()));
    for (let i = 0; i < 4; i++) told.push(await this.actOnSuggestion());
    const act = this.dice.below(10);
    if (act < 5) {
      for (let i = 0; i <= this.dice.below(4); i++) told.push(changeSomething(this.dice, this.folder));
      told.push(await this.import(this.dice.below(4) === 0 ? 'partial' : 'whole'));
    } else if (act < 7) told.push(await this.refusable(() => this.accept()));
    else if (act < 8) told.push(await this.refusable(() => this.edit(false)));
    else if (act < 9) told.push(await this.refusable(() => this.edit(true)));
    else told.push(await this.goOnFromExport());
    return told.join(', ');
  }

  /** What does not hold now. */
  async whatIsWrong(): Promise<string[]> {
    const some = <T>(all: readonly T[]) =>
      all.length <= 6 ? all : Array.from({ length: 6 }, () => this.dice.one(all));
    return [
      ...this.surprises.splice(0),
      ...(await this.laws.ofWhatWasSaid()),
      ...(await this.laws.ofWaiting()),
      ...(await this.suggestionLaws.all()),
      ...(await this.laws.ofSections()),
      ...(await this.laws.ofVotes()),
      ...(await this.laws.ofVersions(this.changes)),
      ...(await this.laws.ofPages(some)),
    ];
  }

  /** The same for every page there is. */
  async whatIsWrongInTheEnd(): Promise<string[]> {
    return [...(await this.laws.ofPages((all) => all)), ...(await this.laws.ofHistory())];
  }

  private get read() {
    return this.app.database.read;
  }

  private get<T>(service: abstract new (...args: never[]) => T): T {
    return this.app.application.get<T>(service);
  }

  private async refusable(work: () => Promise<string>): Promise<string> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal) return `refused ${error.key}`;
      throw error;
    }
  }

  private async account(): Promise<string> {
    const id = newId();
    const publicName = `Čtenář ${id}`;
    await this.app.database.write((manager) =>
      manager.insert(Account, {
        id,
        email: `${id}@example.org`,
        publicName,
        nameSkeleton: publicName.toLowerCase(),
        locale: 'cs',
        createdAt: now(),
        bannedAt: null,
        erasedAt: null,
      }),
    );
    return id;
  }

  private async viewer(): Promise<Viewer> {
    const points = await this.read.find(Point, { select: { id: true } });
    const garantOf = { pointIds: points.map(({ id }) => id), personUids: [] };
    return { ...this.garant, garantOf } as unknown as Viewer;
  }

  /** A section that takes feedback, with the address of its page. */
  private async anySection(): Promise<SectionText & { address: string; point: Point }> {
    const live = (await this.read.find(Point, { order: { path: 'ASC' } })).filter(
      ({ archivedAt }) => !archivedAt,
    );
    for (let attempt = 0; attempt < 20; attempt++) {
      const point = this.dice.one(live);
      const sections = await this.get(Points).sections(point);
      if (sections.length === 0) continue;
      const section = this.dice.one(sections);
      return { ...section, point, address: await this.addressOf(point, section.number) };
    }
    throw new Refusal(404, 'nothing.there');
  }

  private async addressOf({ programmeId, slug }: Point, number: number): Promise<string> {
    const programme = await this.read.findOneByOrFail(Programme, { id: programmeId });
    return sectionPath(programme.uid, slug, number);
  }

  private async speak(): Promise<string> {
    const { sectionId, revisionId, address, heading, body } = await this.anySection();
    const accountId = await this.account();
    const mark = `značka${newId().replaceAll('-', '')}`;
    const said = { sectionId, mark, address };
    const kind = this.dice.below(4);
    if (kind === 0) {
      const fresh = { sectionId, authorId: accountId, body: `Říkám ${mark}.`, revisionId };
      const { comment } = await this.app.database.write((manager) =>
        this.get(Comments).publish(manager, fresh),
      );
      this.said.comments.push({ ...said, id: comment.id, revisionId });
      return 'comment';
    }
    if (kind === 1) {
      const fresh = { sectionId, accountId, value: 'agree' as const, revisionId };
      await this.app.database.write((manager) => this.get(Votes).cast(manager, fresh));
      this.said.votes.push({ accountId, sectionId });
      return 'vote';
    }
    const proposals: Proposal[] = [
      { kind: 'reword', heading, body: `${body} ${anyText(this.dice, 5)}` },
      { kind: 'reword', heading, body: `${anyText(this.dice, 5)} ${body}` },
      { kind: 'add', heading: anyText(this.dice, 2).replace('.', ''), body: anyText(this.dice) },
      { kind: 'remove', heading: null, body: '' },
    ];
    const proposal = this.dice.one(proposals);
    const fresh = { sectionId, authorId: accountId, proposal, reason: `Protože ${mark}.`, revisionId };
    const { suggestion } = await this.app.database.write((manager) =>
      this.get(Suggestions).publish(manager, fresh),
    );
    this.said.suggestions.push({ ...said, id: suggestion.id, revisionId, number: suggestion.number });
    return `suggestion to ${proposal.kind}`;
  }

  private async actOnSuggestion(): Promise<string> {
    const actors = { readers: this.readers, viewer: await this.viewer() };
    const told = await this.refusable(() => this.acts.any(actors));
    const { versions, rewritten } = this.acts.takeStock();
    this.changes += versions;
    for (const suggestion of this.said.suggestions)
      suggestion.revisionId = rewritten.get(suggestion.id) ?? suggestion.revisionId;
    return told;
  }

  private async accept(): Promise<string> {
    const open = await this.read.find(Suggestion, { where: { state: 'open' }, order: { number: 'ASC' } });
    if (open.length === 0) return 'nothing to accept';
    const { number, kind } = this.dice.one(open);
    const viewer = await this.viewer();
    await this.app.database.write((manager) =>
      this.get(Acceptances).accept(manager, { number, viewer, statement: null, confirmed: true }),
    );
    this.changes += 1;
    if (this.dice.below(4) > 0) return `accepted ${kind}`;
    this.changes += 1;
    await this.app.database.write((manager) => this.get(Acceptances).undo(manager, { number, viewer }));
    return `accepted ${kind} and undone`;
  }

  private async edit(minor: boolean): Promise<string> {
    this.changes += 1;
    const { sectionId, revisionId, heading, body } = await this.anySection();
    const viewer = await this.viewer();
    const next = minor
      ? body.replace(/ /, body.includes('  ') ? ' ' : '  ')
      : `${body} ${anyText(this.dice, 3)}`;
    await this.app.database.write((manager) =>
      this.get(Edits).edit(manager, {
        sectionId,
        revisionId,
        wording: { heading, body: next },
        note: 'Zpřesnění.',
        minor,
        viewer,
      }),
    );
    return minor ? 'minor edit' : 'edit';
  }

  private begun(folder: Folder, scope: 'whole' | 'partial'): Promise<ContentImport> {
    const all = new Map([...folder, ['programmes.yaml', programmes]]);
    const files = [...all]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
    const fresh = { origin: 'upload', originName: 'texty.zip', scope, actorId: null, files } as const;
    return this.app.database.write((manager) => this.get(ImportJobs).begin(manager, fresh));
  }

  /** As staff do: rehearsed, sometimes corrected, sometimes while somebody else changes a text, then carried out. */
  private async import(scope: 'whole' | 'partial'): Promise<string> {
    this.changes += 1;
    const jobs = this.get(ImportJobs);
    remember(this.folder);
    const before = await this.laws.texts(true);
    const job = await this.begun(this.folder, scope);
    const told: string[] = [scope];
    await jobs.rehearse(job.id);
    if (this.dice.below(4) === 0) told.push(await this.refusable(() => this.correct(job.id)));
    if (this.dice.below(5) === 0) told.push(await this.refusable(() => this.accept()));
    const done = await this.refusable(async () => {
      await jobs.carryOut(job.id);
      return 'imported';
    });
    if (done !== 'imported') {
      await jobs.correct(job.id, []);
      await jobs.rehearse(job.id);
      await jobs.carryOut(job.id);
    }
    if (told.length === 1) this.surprises.push(...(await this.laws.ofWhatStayed(before, this.folder)));
    return [...told, done].join(' ');
  }

  private async correct(importId: string): Promise<string> {
    const jobs = this.get(ImportJobs);
    const files = await this.read.find(ImportFile, { where: { importId }, order: { position: 'ASC' } });
    const plan = await jobs.filePlan(importId, this.dice.one(files).position);
    const incoming = plan?.sections.flatMap((section) => section.incoming ?? []) ?? [];
    if (!plan || incoming.length === 0) return 'nothing to correct';
    const sectionId = this.dice.one(['new', ...plan.candidates.map((candidate) => candidate.sectionId)]);
    const correction = { path: plan.file.path, incoming: this.dice.one(incoming), sectionId };
    await jobs.correct(importId, [correction]);
    await jobs.rehearse(importId);
    return 'corrected';
  }

  /** Writes the text back, imports it, which must change nothing, and lets the editors go on from there. */
  private async goOnFromExport(): Promise<string> {
    const written: Folder = new Map();
    for (const { path, states, problem } of await textStates(this.read)) {
      const text = states.at(-1)?.text;
      if (!problem && text) written.set(path, text);
    }
    const before = await this.laws.textState();
    const job = await this.begun(written, 'partial');
    await this.get(ImportJobs).rehearse(job.id);
    await this.get(ImportJobs).carryOut(job.id);
    const after = await this.laws.textState();
    for (const [path, text] of written) this.folder.set(path, text);
    if (before !== after) this.surprises.push('an import of what was exported changed the text');
    return 'exported';
  }
}
