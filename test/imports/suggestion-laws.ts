import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { SettlementReader } from '../../src/pages/settlement.service.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { Section } from '../../src/programme/section.entity.js';
import { sourceText } from '../../src/programme/wording/wording.js';
import { AuthorshipReader } from '../../src/suggestions/authorship.service.js';
import { keyOf } from '../../src/suggestions/proposal-key.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { isAccepted, isWaiting } from '../../src/suggestions/suggestions.rules.js';
import type { TestApplication } from '../support/application.js';

/** What has to hold of suggestions whatever people do. Each method gives what does not hold. */
export class SuggestionLaws {
  constructor(private readonly app: TestApplication) {}

  async all(): Promise<string[]> {
    const suggestions = await this.read.find(Suggestion, { order: { number: 'ASC' } });
    return [
      ...(await this.ofCounters(suggestions)),
      ...(await this.ofHistories(suggestions)),
      ...(await this.ofVersions(suggestions)),
      ...ofFields(suggestions),
      ...(await this.ofAuthorship(suggestions)),
      ...(await this.ofSettlement(suggestions)),
    ];
  }

  private async ofCounters(suggestions: readonly Suggestion[]): Promise<string[]> {
    const votes = await this.read.find(Vote);
    return suggestions.flatMap(({ id, number, supports, opposes }) => {
      const own = votes.filter(({ suggestionId }) => suggestionId === id);
      const count = (value: string) => own.filter((vote) => vote.value === value).length;
      return count('support') === supports && count('oppose') === opposes ? [] : [`counters of ${number}`];
    });
  }

  private async ofHistories(suggestions: readonly Suggestion[]): Promise<string[]> {
    const events = await this.read.find(SuggestionEvent, { order: { number: 'ASC' } });
    return suggestions.flatMap(({ id, number }) => {
      const own = events.filter(({ suggestionId }) => suggestionId === id);
      const isGapless = own.length > 0 && own.every((event, at) => event.number === at + 1);
      return isGapless && own[0]?.kind === 'published' ? [] : [`history of ${number}`];
    });
  }

  /** What is in the text has the version it came with, and that names its author where it is theirs alone. */
  private async ofVersions(suggestions: readonly Suggestion[]): Promise<string[]> {
    const versions = new Map((await this.read.find(PointVersion)).map((row) => [row.id, row]));
    const wrong: string[] = [];
    for (const one of suggestions) {
      if (isAccepted(one) !== (one.versionId !== null)) wrong.push(`${one.number} has a version or none`);
      if (one.versionId === null) continue;
      const version = versions.get(one.versionId);
      const together = suggestions.filter(({ versionId }) => versionId === one.versionId);
      const isCredited = version?.authorId === null || version?.authorId === one.authorId;
      if (version?.cause !== 'acceptance' || !isCredited) wrong.push(`${one.number} is not its version`);
      if (together.length > 1 && version?.authorId !== null) wrong.push(`${one.number} is credited alone`);
    }
    return wrong;
  }

  /** The passages of a text make up the text, and every accepted suggestion is accounted for. */
  private async ofAuthorship(suggestions: readonly Suggestion[]): Promise<string[]> {
    const wrong: string[] = [];
    const pointOf = new Map((await this.read.find(Section)).map(({ id, pointId }) => [id, pointId]));
    for (const point of await this.read.find(Point)) {
      const sections = await this.app.application.get(Points).sections(point);
      const ids = sections.map(({ revisionId }) => revisionId);
      const authorship = await this.app.application.get(AuthorshipReader).of(point, ids);
      for (const [at, section] of sections.entries()) {
        const text = (authorship.passages[at] ?? []).map((passage) => passage.text).join('');
        if (squeezed(text) !== squeezed(sourceText(section)))
          wrong.push(`authorship of ${point.path} ${section.number}: ${text}`);
      }
      const due = suggestions.filter((one) => isAccepted(one) && pointOf.get(one.sectionId) === point.id);
      if (numbersOf(authorship.suggestions) !== numbersOf(due)) wrong.push(`credits of ${point.path}`);
    }
    return wrong;
  }

  private async ofSettlement(suggestions: readonly Suggestion[]): Promise<string[]> {
    const wrong: string[] = [];
    const sections = await this.read.find(Section);
    const comments = await this.read.find(Comment);
    const filter = { kind: null, state: null, section: null };
    for (const { id, path } of await this.read.find(Point)) {
      const own = new Set(sections.filter(({ pointId }) => pointId === id).map((section) => section.id));
      const due = suggestions.filter(({ sectionId }) => own.has(sectionId));
      const said = comments.filter(({ sectionId }) => sectionId !== null && own.has(sectionId));
      const asked = { filter, after: null, size: 1000 };
      const { counts, rows } = await this.app.application.get(SettlementReader).of(id, asked);
      const got = [counts.suggestions.all, counts.suggestions.waiting, counts.comments.all, rows.length];
      const expected = [due.length, due.filter(isWaiting).length, said.length, due.length + said.length];
      if (got.join() !== expected.join()) wrong.push(`settlement of ${path}: ${got}, should be ${expected}`);
    }
    return wrong;
  }

  private get read() {
    return this.app.database.read;
  }
}

/** What is decided says by whom and when, what waits says nothing of the kind, and keys name what they are keys of. */
function ofFields(suggestions: readonly Suggestion[]): string[] {
  return suggestions.flatMap((one) => {
    const { number, state, decidedAt, decidedById, overtakenById, stance, dedupeKey } = one;
    const wrong: string[] = [];
    if (isWaiting(one) !== (decidedAt === null)) wrong.push(`${number} ${state} and decided ${decidedAt}`);
    if (isWaiting(one) && decidedById !== null) wrong.push(`${number} waits and was decided by somebody`);
    if (overtakenById !== null && state !== 'overtaken') wrong.push(`${number} ${state} and overtaken`);
    if (stance !== null && state !== 'adapted') wrong.push(`${number} ${state} with a stance`);
    if (dedupeKey !== null && isWaiting(one) && dedupeKey !== keyOf(one)) wrong.push(`key of ${number}`);
    return wrong;
  });
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function numbersOf(all: readonly { number: number }[]): string {
  return all
    .map(({ number }) => number)
    .sort((one, other) => one - other)
    .join(' ');
}
