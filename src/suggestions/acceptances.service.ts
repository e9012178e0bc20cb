import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { now } from '../database/time.js';
import { placeOf, pointGone, type SectionPlace } from '../feedback/section-place.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Points, type SectionText } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { TextChanges } from '../programme/text-changes.service.js';
import { VersionSection } from '../programme/version-section.entity.js';
import { Versions } from '../programme/versions.service.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import { translate } from '../web/i18n/messages.js';
import { found, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { Carrying } from './carrying.service.js';
import { type Case, caseOnDesk, type Deciding, waitingCase } from './case.js';
import { placesAfter } from './next-version.js';
import { Outcomes } from './outcomes.service.js';
import { wordingsFrom } from './result.js';
import { Suggestion } from './suggestion.entity.js';
import { isWaiting, mayUndo } from './suggestions.rules.js';
import { tryAgain } from './try-again.js';
import { refusingUnwritable } from './unwritable.js';

/** A decision to take a suggestion into the text. */
export interface Accepting extends Deciding {
  /** Citizens' Markdown for the author and the public; may be left out. */
  statement: string | null;
  /** Final wording where the garant changed it, or where the merge collides. */
  edited?: SourceWording;
  /** A section is removed though its text has changed since the suggestion. */
  confirmed?: boolean;
}

/** A decision not to. */
export interface Declining extends Deciding {
  /** Why; citizens' Markdown. */
  statement: string;
}

/** Decisions about suggestions: each with its change of the text, its record and its mail in one write. */
@Injectable()
export class Acceptances {
  constructor(
    private readonly points: Points,
    private readonly versions: Versions,
    private readonly changes: TextChanges,
    private readonly outcomes: Outcomes,
    private readonly carrying: Carrying,
  ) {}

  /**
   * Makes a suggestion the point's next version, credited to its author.
   * @throws Refusal 404 when there is none on the garant's points; 409 when it was decided already, when the text moved
   *   on and collides with it, when the text no longer has the section, when nothing would change, or when the file could not hold the text.
   */
  async accept(manager: EntityManager, accepting: Accepting): Promise<PointVersion> {
    const { viewer, statement, edited, confirmed } = accepting;
    const { suggestion, place } = await waitingCase(manager, accepting);
    const { sectionId, kind, heading, body, baseRevisionId, authorId } = suggestion;
    const base = found(await manager.findOneBy(SectionRevision, { id: baseRevisionId }));
    const point = found(await manager.findOneBy(Point, { id: place.pointId }));
    const proposal = { kind, heading, body };
    const sections = await this.points.sections(point, manager);
    const places = placesAfter({ sectionId, proposal, base, edited, confirmed }, sections);
    const isAdapted = edited !== undefined && !saysTheSame(suggestion, base, edited, sections);
    const note = translate('cs', 'suggestions.version.accepted', { number: suggestion.number });
    const origin = { cause: 'acceptance' as const, actorId: viewer.accountId, authorId, note };
    const version = await refusingUnwritable(this.versions.add(manager, point, places, origin));
    const wordings = await wordingsFrom(manager, version.id, sectionId);
    await this.outcomes.decide(manager, { suggestion, place }, viewer.accountId, {
      state: isAdapted ? 'adapted' : 'accepted',
      statement: statement || null,
      versionId: version.id,
      resultRevisionId: kind === 'remove' ? null : (wordings[kind === 'add' ? 1 : 0] ?? null),
    });
    await this.announce(manager, place, version);
    return version;
  }

  /** Leaves the text as it is, with a reason. @throws Refusal 404 and 409 as `accept`. */
  async decline(manager: EntityManager, declining: Declining): Promise<void> {
    const { viewer, statement } = declining;
    const about = await waitingCase(manager, declining);
    await this.outcomes.decide(manager, about, viewer.accountId, { state: 'declined', statement });
  }

  /**
   * Takes a decision back before its mail leaves. For an acceptance a further version brings the earlier text back, and
   * all that was accepted with it waits again. What was declined is tried on the text as it is now.
   * @throws Refusal 404; 409 after a minute, when the mail has left, when the text has changed since, or when the point
   *   has left the programme.
   */
  async undo(manager: EntityManager, deciding: Deciding): Promise<void> {
    const about = await caseOnDesk(manager, deciding);
    const { suggestion } = about;
    if (!mayUndo(suggestion, now())) throw new Refusal(409, 'suggestions.refusal.tooLate');
    if (about.place.pointArchivedAt !== null) throw pointGone();
    const { versionId } = suggestion;
    const version = versionId && (await this.bringBack(manager, about, versionId, deciding.viewer));
    const together = versionId ? await sameVersion(manager, versionId) : [about];
    for (const one of together) await this.outcomes.undo(manager, one, deciding.viewer.accountId);
    if (!versionId || !version) return this.catchUp(manager, about, deciding.viewer);
    await this.carrying.takeBack(manager, versionId);
    await this.announce(manager, about.place, version, versionId);
  }

  /** While it was declined, nobody tried it on a text that went on. */
  private async catchUp(manager: EntityManager, { suggestion, place }: Case, viewer: Viewer): Promise<void> {
    if (isWaiting(suggestion)) await this.carrying.catchUp(manager, suggestion, place, viewer.accountId);
  }

  private announce(
    manager: EntityManager,
    { pointId, programmeId }: SectionPlace,
    { id: versionId, actorId }: PointVersion,
    takesBack?: string,
  ): Promise<void> {
    return this.changes.announce(manager, { pointId, programmeId, versionId, actorId, takesBack });
  }

  /** A further version with the places of the one before the acceptance. */
  private async bringBack(
    manager: EntityManager,
    { suggestion, place }: Case,
    versionId: string,
    viewer: Viewer,
  ): Promise<PointVersion> {
    const point = found(await manager.findOneBy(Point, { id: place.pointId }));
    const accepted = found(await manager.findOneBy(PointVersion, { id: versionId }));
    // Its section may have gone to another point meanwhile, whose versions have the same numbers.
    const isNewest = accepted.pointId === point.id && accepted.number === point.versionNumber;
    if (!isNewest) throw new Refusal(409, 'suggestions.refusal.changedSince');
    const number = accepted.number - 1;
    const before = found(await manager.findOneBy(PointVersion, { pointId: point.id, number }));
    const places = await manager.find(VersionSection, {
      where: { versionId: before.id },
      order: { position: 'ASC' },
    });
    return this.versions.add(
      manager,
      point,
      places.map(({ revisionId }) => ({ keep: revisionId })),
      {
        cause: 'edit',
        actorId: viewer.accountId,
        authorId: null,
        note: await undoNote(manager, versionId, suggestion.number),
      },
    );
  }
}

/** All that became one version. */
async function sameVersion(manager: EntityManager, versionId: string): Promise<Case[]> {
  const suggestions = await manager.find(Suggestion, { where: { versionId }, order: { number: 'ASC' } });
  const cases: Case[] = [];
  for (const suggestion of suggestions)
    cases.push({ suggestion, place: found(await placeOf(manager, suggestion.sectionId)) });
  return cases;
}

async function undoNote(manager: EntityManager, versionId: string, number: number): Promise<string> {
  const numbers = (await sameVersion(manager, versionId)).map(({ suggestion }) => suggestion.number);
  if (numbers.length < 2) return translate('cs', 'suggestions.version.undone', { number });
  return translate('cs', 'suggestions.version.undoneTogether', { numbers: numbers.join(', ') });
}

/** Whether the garant's final wording is what comes out of merging by itself. */
function saysTheSame(
  suggestion: Suggestion,
  base: SourceWording,
  edited: SourceWording,
  sections: readonly SectionText[],
): boolean {
  const current = sections.find(({ sectionId }) => sectionId === suggestion.sectionId);
  const attempt = current && tryAgain(suggestion, base, current);
  return (
    attempt !== undefined &&
    'proposal' in attempt &&
    attempt.standing !== 'collides' &&
    isSame(edited, attempt.proposal)
  );
}
