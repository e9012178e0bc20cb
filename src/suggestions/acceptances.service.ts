import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { ActivityLog } from '../activity/activity-log.service.js';
import { now } from '../database/time.js';
import { pathOfSection, placeOf, type SectionPlace } from '../feedback/section-place.js';
import { quoteInMail } from '../mail/mail-text.js';
import { Outbox } from '../mail/outbox.service.js';
import { pointPath } from '../programme/paths.js';
import { Point } from '../programme/point.entity.js';
import { PointGarant } from '../programme/point-garant.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Points } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { VersionSection } from '../programme/version-section.entity.js';
import { Versions } from '../programme/versions.service.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found, notFound, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { decidedAlready } from './decided-already.js';
import { placesAfter } from './next-version.js';
import { Suggestion } from './suggestion.entity.js';
import { isOpen, mayUndo, undoSeconds } from './suggestions.rules.js';
import { refusingUnwritable } from './unwritable.js';

/** Which suggestion, and who decides. */
export interface Deciding {
  number: number;
  viewer: Viewer;
}

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

/** A suggestion about which something is being decided. */
interface Case {
  suggestion: Suggestion;
  place: SectionPlace;
}

type Outcome = Partial<Pick<Suggestion, 'state' | 'statement' | 'decidedById' | 'decidedAt' | 'versionId'>>;

/** Decisions about suggestions: each with its change of the text, its record and its mail in one write. */
@Injectable()
export class Acceptances {
  constructor(
    private readonly points: Points,
    private readonly versions: Versions,
    private readonly activityLog: ActivityLog,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Makes a suggestion the point's next version, credited to its author.
   * @throws Refusal 404 when there is none on the garant's points; 409 when it was decided already, when the text moved
   *   on and collides with it, when the text no longer has the section, when nothing would change, or when the file could not hold the text.
   */
  async accept(manager: EntityManager, accepting: Accepting): Promise<PointVersion> {
    const { viewer, statement, edited, confirmed } = accepting;
    const { suggestion, place } = await this.open(manager, accepting);
    const { sectionId, kind, heading, body, baseRevisionId, authorId } = suggestion;
    const base = found(await manager.findOneBy(SectionRevision, { id: baseRevisionId }));
    const point = found(await manager.findOneBy(Point, { id: place.pointId }));
    const proposal = { kind, heading, body };
    const places = placesAfter(
      { sectionId, proposal, base, edited, confirmed },
      await this.points.sections(point, manager),
    );
    const note = translate('cs', 'suggestions.version.accepted', { number: suggestion.number });
    const origin = { cause: 'acceptance' as const, actorId: viewer.accountId, authorId, note };
    const version = await refusingUnwritable(this.versions.add(manager, point, places, origin));
    await this.decide(manager, { suggestion, place }, viewer, {
      state: 'accepted',
      statement: statement || null,
      versionId: version.id,
    });
    return version;
  }

  /** Leaves the text as it is, with a reason. @throws Refusal 404 and 409 as `accept`. */
  async decline(manager: EntityManager, declining: Declining): Promise<void> {
    const { viewer, statement } = declining;
    const about = await this.open(manager, declining);
    await this.decide(manager, about, viewer, { state: 'declined', statement });
  }

  /**
   * Takes a decision back before its mail leaves. For an acceptance a further version brings the earlier text back.
   * @throws Refusal 404; 409 after a minute, when the mail has left, or when the text has changed since.
   */
  async undo(manager: EntityManager, deciding: Deciding): Promise<void> {
    const about = await this.onDesk(manager, deciding);
    const { suggestion } = about;
    if (!mayUndo(suggestion, now())) throw new Refusal(409, 'suggestions.refusal.tooLate');
    if (suggestion.versionId !== null)
      await this.bringBack(manager, about, suggestion.versionId, deciding.viewer);
    await this.cancelMail(manager, suggestion);
    const undone: Outcome = {
      state: 'open',
      statement: null,
      decidedById: null,
      decidedAt: null,
      versionId: null,
    };
    await manager.update(Suggestion, { id: suggestion.id }, undone);
    await this.record(manager, about, 'suggestion.reopened', deciding.viewer);
  }

  private async open(manager: EntityManager, deciding: Deciding): Promise<Case> {
    const about = await this.onDesk(manager, deciding);
    if (!isOpen(about.suggestion)) throw decidedAlready(about.suggestion.state);
    return about;
  }

  /** What is not on one's points is not there. */
  private async onDesk(manager: EntityManager, { number, viewer }: Deciding): Promise<Case> {
    const suggestion = found(await manager.findOneBy(Suggestion, { number }));
    const place = found(await placeOf(manager, suggestion.sectionId));
    const garants = await manager.findBy(PointGarant, { pointId: place.pointId });
    const garantUids = garants.map(({ personUid }) => personUid);
    if (!mayManagePoint(viewer, { id: place.pointId, garantUids })) throw notFound();
    return { suggestion, place };
  }

  private async decide(
    manager: EntityManager,
    about: Case,
    viewer: Viewer,
    outcome: Outcome & { state: 'accepted' | 'declined' },
  ): Promise<void> {
    const decided = { ...outcome, decidedById: viewer.accountId, decidedAt: now() };
    await manager.update(Suggestion, { id: about.suggestion.id }, decided);
    await this.record(manager, about, `suggestion.${outcome.state}`, viewer);
    await this.tellAuthor(manager, about, outcome);
  }

  private async tellAuthor(
    manager: EntityManager,
    { suggestion, place }: Case,
    { state, statement }: Outcome & { state: 'accepted' | 'declined' },
  ): Promise<void> {
    const author = await manager.findOneBy(Account, { id: suggestion.authorId });
    if (!author?.email) return;
    const isRemoval = state === 'accepted' && suggestion.kind === 'remove';
    await this.outbox.queue(manager, {
      to: author.email,
      locale: author.locale as Locale,
      kind: `suggestions/${state}`,
      delay: undoSeconds,
      subjectId: suggestion.id,
      model: {
        number: suggestion.number,
        point: place.pointTitle,
        quoted: statement ? quoteInMail(statement) : null,
        suggestionPath: `/navrhy/${suggestion.number}`,
        textPath: isRemoval ? pointPath(place.programmeUid, place.pointSlug) : pathOfSection(place),
      },
    });
  }

  private async cancelMail(manager: EntityManager, suggestion: Suggestion): Promise<void> {
    const author = await manager.findOneBy(Account, { id: suggestion.authorId });
    const cancelled = await this.outbox.cancel(manager, suggestion.id, `suggestions/${suggestion.state}`);
    // Whoever has read it must not be told the contrary.
    if (author?.email && cancelled === 0) throw new Refusal(409, 'suggestions.refusal.tooLate');
  }

  /** A further version with the places of the one before the acceptance. */
  private async bringBack(
    manager: EntityManager,
    { suggestion, place }: Case,
    versionId: string,
    viewer: Viewer,
  ): Promise<void> {
    const point = found(await manager.findOneBy(Point, { id: place.pointId }));
    const accepted = found(await manager.findOneBy(PointVersion, { id: versionId }));
    if (accepted.number !== point.versionNumber) throw new Refusal(409, 'suggestions.refusal.changedSince');
    const number = accepted.number - 1;
    const before = found(await manager.findOneBy(PointVersion, { pointId: point.id, number }));
    const places = await manager.find(VersionSection, {
      where: { versionId: before.id },
      order: { position: 'ASC' },
    });
    await this.versions.add(
      manager,
      point,
      places.map(({ revisionId }) => ({ keep: revisionId })),
      {
        cause: 'edit',
        actorId: viewer.accountId,
        authorId: null,
        note: translate('cs', 'suggestions.version.undone', { number: suggestion.number }),
      },
    );
  }

  private record(
    manager: EntityManager,
    { suggestion, place: { pointId, programmeId } }: Case,
    verb: string,
    { accountId }: Viewer,
  ): Promise<void> {
    const subject = { subjectType: 'suggestion', subjectId: suggestion.id };
    return this.activityLog.record(manager, { actorId: accountId, verb, ...subject, programmeId, pointId });
  }
}
