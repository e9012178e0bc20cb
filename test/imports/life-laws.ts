import { createHash } from 'node:crypto';
import { In } from 'typeorm';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { Votes } from '../../src/feedback/votes.service.js';
import { FormerSectionNumber } from '../../src/programme/former-section-number.entity.js';
import { pointPath } from '../../src/programme/paths.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Points, type SectionText } from '../../src/programme/points.service.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { Section } from '../../src/programme/section.entity.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { VersionSection } from '../../src/programme/version-section.entity.js';
import { Suggestion, waitingStates } from '../../src/suggestions/suggestion.entity.js';
import { tryAgain } from '../../src/suggestions/try-again.js';
import type { TestApplication } from '../support/application.js';
import type { Folder } from './random-texts.js';

/** What was said once, and the address of the page it was said on. */
export interface Said {
  id: string;
  sectionId: string;
  revisionId: string;
  /** Words that only it has. */
  mark: string;
  address: string;
}

/** All that was said. */
export interface AllSaid {
  comments: Said[];
  votes: { accountId: string; sectionId: string }[];
  suggestions: (Said & { number: number })[];
}

/** A live point as it was before an import. */
export interface TextBefore {
  point: Point;
  sections: SectionText[];
}

/** What has to hold whatever happens to texts. Each method gives what does not hold. */
export class LifeLaws {
  /** Which section has had a number of a point. */
  private readonly numbers = new Map<string, string>();
  /** What a version said when it was first seen. */
  private readonly versions = new Map<string, string>();
  private versionNumbers = new Map<string, number>();

  constructor(
    private readonly app: TestApplication,
    private readonly said: AllSaid,
  ) {}

  /**
   * Every comment, vote and suggestion is there, unchanged, on the section and the wording it was given on; suggestions go
   * with their section into the one it was merged into.
   */
  async ofWhatWasSaid(): Promise<string[]> {
    const { comments, votes, suggestions } = this.said;
    const kept = new Set([
      ...(await this.read.find(Comment)).map((row) =>
        saidKey(row.id, row.sectionId, row.revisionId, row.body),
      ),
      ...(await this.read.find(Suggestion)).map((row) =>
        saidKey(row.id, 'anywhere', row.baseRevisionId, row.reason),
      ),
    ]);
    const cast = new Set((await this.read.find(Vote)).map((row) => `${row.accountId} ${row.sectionId}`));
    return [
      ...[...comments, ...suggestions.map((suggestion) => ({ ...suggestion, sectionId: 'anywhere' }))]
        .filter(({ id, sectionId, revisionId, mark }) => !kept.has(saidKey(id, sectionId, revisionId, mark)))
        .map(({ mark }) => `lost: ${mark}`),
      ...votes
        .filter(({ accountId, sectionId }) => !cast.has(`${accountId} ${sectionId}`))
        .map(({ sectionId }) => `lost: a vote on ${sectionId}`),
    ];
  }

  /** What waits belongs to a section of the text, and stands to it as its author's own word does. */
  async ofWaiting(): Promise<string[]> {
    const waiting = await this.read.findBy(Suggestion, { state: In([...waitingStates]) });
    const bases = new Map((await this.read.find(SectionRevision)).map((row) => [row.id, row]));
    const texts = (await this.texts()).flatMap(({ sections }) => sections);
    return waiting.flatMap((suggestion) => {
      const { number, sectionId, standing, baseRevisionId } = suggestion;
      const current = texts.find((section) => section.sectionId === sectionId);
      const base = bases.get(baseRevisionId);
      if (!current || !base) return [`suggestion ${number} waits on what is not there`];
      const attempt = tryAgain(suggestion, base, current);
      const due = 'standing' in attempt ? attempt.standing : attempt.overtaken;
      return due === standing ? [] : [`suggestion ${number} is ${standing}, should be ${due}`];
    });
  }

  /** Numbers are never given to another section; a section stands in one text or is archived; merging ends somewhere. */
  async ofSections(): Promise<string[]> {
    const sections = new Map((await this.read.find(Section)).map((row) => [row.id, row]));
    const former = await this.read.find(FormerSectionNumber);
    const wrong = [
      ...[...sections.values()].flatMap(({ pointId, number, id }) => this.ofNumber(pointId, number, id)),
      ...former.flatMap(({ pointId, number, sectionId }) => this.ofNumber(pointId, number, sectionId)),
    ];
    const standing = new Set<string>();
    for (const { point, sections: texts } of await this.texts())
      for (const { sectionId } of texts) {
        if (sections.get(sectionId)?.pointId !== point.id || standing.has(sectionId))
          wrong.push(`${point.path} has section ${sectionId} of another point, or twice`);
        standing.add(sectionId);
      }
    for (const { id, archivedAt, mergedIntoId } of sections.values()) {
      if ((archivedAt === null) !== standing.has(id)) wrong.push(`${id} is archived and stands, or neither`);
      if (mergedIntoId !== null && archivedAt === null) wrong.push(`${id} is merged and stands`);
      if (comesRound(id, sections)) wrong.push(`${id} is merged into itself in the end`);
    }
    return wrong;
  }

  private ofNumber(pointId: string, number: number, sectionId: string): string[] {
    const key = `${pointId} ${number}`;
    const known = this.numbers.get(key) ?? sectionId;
    this.numbers.set(key, known);
    return known === sectionId ? [] : [`number ${number} was of ${known} and is of ${sectionId}`];
  }

  /** A vote counts as current only where the words are those it was cast on, and all are counted. */
  async ofVotes(): Promise<string[]> {
    const revisions = new Map((await this.read.find(SectionRevision)).map((row) => [row.id, row]));
    const votes = await this.read.find(Vote);
    const sections = (await this.texts()).flatMap((text) => text.sections);
    const tallies = await this.app.application
      .get(Votes)
      .tallyOfSections(sections.map(({ sectionId }) => sectionId));
    return sections.flatMap((section) => {
      const read = votes
        .filter(({ sectionId }) => sectionId === section.sectionId)
        .flatMap(({ revisionId }) => revisions.get(revisionId ?? '') ?? []);
      const current = read.filter(({ id, sameAsId }) => (sameAsId ?? id) === section.runId);
      const tally = tallies.get(section.sectionId);
      const isCounted = tally?.agree === current.length && tally.older === read.length - current.length;
      const isOnTheirWords = current.every((wording) => wordsOf(wording) === wordsOf(section));
      return isCounted && isOnTheirWords ? [] : [`votes on ${section.sectionId}: ${JSON.stringify(tally)}`];
    });
  }

  /** Versions never change, each says something else than the one before, and there are no more than changes. */
  async ofVersions(changes: number): Promise<string[]> {
    const all = await this.versionTexts();
    const wrong = [...this.versions]
      .filter(([key, text]) => all.get(key) !== text)
      .map(([key]) => `version ${key} says something else than before`);
    for (const [key, text] of all) this.versions.set(key, text);
    const before = this.versionNumbers;
    const points = await this.read.find(Point);
    this.versionNumbers = new Map(points.map(({ id, versionNumber }) => [id, versionNumber]));
    for (const { id, path, versionNumber } of points) {
      const made = versionNumber - (before.get(id) ?? 0);
      const text = all.get(`${id} ${versionNumber}`);
      if (made > changes) wrong.push(`${made} versions of ${path} at once`);
      if (made > 0 && text === all.get(`${id} ${versionNumber - 1}`))
        wrong.push(`version ${versionNumber} of ${path} is missing, or changes nothing`);
    }
    return wrong;
  }

  private async versionTexts(): Promise<Map<string, string>> {
    const revisions = new Map((await this.read.find(SectionRevision)).map((row) => [row.id, row]));
    const places = new Map<string, string[]>();
    for (const place of await this.read.find(VersionSection, { order: { position: 'ASC' } })) {
      const { sectionId, kind, heading, body } = revisions.get(place.revisionId) ?? {};
      const text = JSON.stringify([sectionId, kind, heading, body]);
      places.set(place.versionId, [...(places.get(place.versionId) ?? []), text]);
    }
    return new Map(
      (await this.read.find(PointVersion)).map(({ id, pointId, number, fields }) => [
        `${pointId} ${number}`,
        [fields, ...(places.get(id) ?? [])].join('\n'),
      ]),
    );
  }

  /** An import that nobody corrected leaves alone files that are as before, and sections that are. */
  async ofWhatStayed(before: readonly TextBefore[], folder: Folder): Promise<string[]> {
    const wrong: string[] = [];
    for (const { point, sections } of before) {
      const text = folder.get(point.path);
      if (text === undefined) continue;
      const now = await this.read.findOneByOrFail(Point, { path: point.path });
      if (now.id !== point.id) wrong.push(`${point.path} is another point`);
      if (text === point.source && now.versionNumber !== point.versionNumber)
        wrong.push(`${point.path} is as before and has another version`);
      const after = await this.app.application.get(Points).sections(now);
      for (const section of sections) {
        const same = [sections, after].map((all) =>
          all.filter((one) => wordingOf(one) === wordingOf(section)),
        );
        const isOnly = same.every(({ length }) => length === 1);
        if (isOnly && same[1]?.[0]?.sectionId !== section.sectionId)
          wrong.push(`${point.path}: section ${section.number} is as before and is another one`);
      }
    }
    return wrong;
  }

  /** Whoever comes by the address of old finds what was said, and suggestions are where they were. */
  async ofPages(some: <T>(all: readonly T[]) => readonly T[]): Promise<string[]> {
    const { comments, suggestions } = this.said;
    const pages = [
      ...some(comments).map(({ address, mark }) => ({ address, mark })),
      ...some(suggestions).flatMap(({ address, number, mark }) => [
        { address, mark: '' },
        { address: `/navrhy/${number}`, mark },
      ]),
      ...some(await this.pointPaths()).flatMap(({ path }) => [
        { address: path, mark: '' },
        { address: `${path}/verze`, mark: '' },
      ]),
    ];
    return this.unreadable(pages);
  }

  /** Every version can be read and compared, and the log is whole. */
  async ofHistory(): Promise<string[]> {
    const pages = (await this.pointPaths()).flatMap(({ path, versionNumber }) =>
      Array.from({ length: versionNumber }, (_, i) => i + 1).flatMap((number) => [
        { address: `${path}/verze/${number}`, mark: '' },
        ...(number > 1 ? [{ address: `${path}/verze/${number - 1}..${number}`, mark: '' }] : []),
      ]),
    );
    const { firstBroken } = await new ActivityLog().verify(this.read);
    return [
      ...(await this.unreadable(pages)),
      ...(firstBroken === null ? [] : [`the log is broken at ${firstBroken}`]),
    ];
  }

  /** Names the state of all texts. */
  async textState(): Promise<string> {
    const rows = [
      await this.read.find(PointVersion, { order: { id: 'ASC' } }),
      await this.read.find(SectionRevision, { order: { id: 'ASC' } }),
      await this.read.find(Section, { order: { id: 'ASC' } }),
    ];
    return createHash('sha1').update(JSON.stringify(rows)).digest('hex');
  }

  /** All points with their texts, or only those that are live. */
  async texts(isLive = false): Promise<TextBefore[]> {
    const points = (await this.read.find(Point)).filter(({ archivedAt }) => !isLive || archivedAt === null);
    return Promise.all(
      points.map(async (point) => ({
        point,
        sections: await this.app.application.get(Points).sections(point),
      })),
    );
  }

  private get read() {
    return this.app.database.read;
  }

  private async pointPaths(): Promise<{ path: string; versionNumber: number }[]> {
    const uids = new Map((await this.read.find(Programme)).map(({ id, uid }) => [id, uid]));
    return (await this.read.find(Point)).map(({ programmeId, slug, versionNumber }) => ({
      path: pointPath(uids.get(programmeId) ?? '', slug),
      versionNumber,
    }));
  }

  private async unreadable(pages: readonly { address: string; mark: string }[]): Promise<string[]> {
    const wrong: string[] = [];
    for (const { address, mark } of pages) {
      const { status, text } = await this.follow(address);
      if (status !== 200 || !text.includes(mark)) wrong.push(`${address}: ${status} ${mark}`);
    }
    return wrong;
  }

  private async follow(address: string): Promise<{ status: number; text: string }> {
    let path = address;
    for (let hops = 0; hops < 5; hops++) {
      const { status, text, headers } = await this.app.http().get(path);
      if (status !== 308) return { status, text };
      path = String(headers.location);
    }
    return { status: 508, text: '' };
  }
}

function saidKey(id: string, sectionId: string | null, revisionId: string | null, text: string): string {
  return JSON.stringify([id, sectionId, revisionId, /značka\w+/.exec(text)?.[0]]);
}

function wordingOf({ kind, heading, body }: SectionText): string {
  return JSON.stringify([kind, heading, body]);
}

/** What a wording says, whatever its typography. */
function wordsOf({ heading, body }: Pick<SectionText, 'heading' | 'body'>): string {
  return `${heading ?? ''} ${body}`.split(/\s+/).join(' ').trim().toLowerCase();
}

function comesRound(id: string, sections: ReadonlyMap<string, Section>): boolean {
  const seen = new Set<string>();
  for (let at: string | null | undefined = id; at; at = sections.get(at)?.mergedIntoId) {
    if (seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}
