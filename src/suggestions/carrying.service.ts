import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { now } from '../database/time.js';
import type { LiveSection, SectionPlace } from '../feedback/section-place.js';
import { breathe } from '../programme/content/slices.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Points, type SectionText } from '../programme/points.service.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { type TextChange, TextChanges } from '../programme/text-changes.service.js';
import { type Carried, type CarriedTo, carryAlong } from './carried.js';
import { CarryingMail, type Moved } from './carrying-mail.service.js';
import { keyOf } from './proposal-key.js';
import { type Standing, Suggestion, waitingStates } from './suggestion.entity.js';
import { SuggestionEvent } from './suggestion-event.entity.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { tryAgain } from './try-again.js';

const eventOf = { fits: 'fits', merged: 'merged', collides: 'collided' } as const;

/** A waiting suggestion, and the wording its author saw. */
interface Waiting extends Carried {
  suggestion: Suggestion;
}

/**
 * Keeps waiting suggestions true to a text that goes on: with every change each of them is tried on it again, and
 * whoever wrote it is told where that makes a difference.
 */
@Injectable()
export class Carrying implements OnModuleInit {
  constructor(
    private readonly points: Points,
    private readonly changes: TextChanges,
    private readonly history: SuggestionHistory,
    private readonly mail: CarryingMail,
  ) {}

  onModuleInit(): void {
    this.changes.alsoWith((manager, change) => this.carry(manager, change));
  }

  /** Tries every waiting suggestion of a point, in the write that changes its text. One query where there are none. */
  async carry(manager: EntityManager, change: TextChange): Promise<void> {
    const waiting = await waitingOn(manager, change.pointId);
    if (waiting.length === 0) return;
    const wordings = await this.wordings(manager, change.pointId);
    const merged = await mergedSections(manager, change.pointId);
    const moved: Moved[] = [];
    for (const one of waiting) {
      const to = carryAlong(
        one,
        (id) => wordings.get(id) ?? null,
        (id) => merged.get(id) ?? null,
      );
      const fate = await this.settle(manager, one, to, change);
      if (fate) moved.push({ suggestion: one.suggestion, fate });
      // Nobody else may write meanwhile, but everybody may read.
      await breathe();
    }
    await this.mail.tell(manager, moved, change);
  }

  /**
   * Tries a suggestion that has just begun to wait, since the text may have moved on while its author signed in.
   * @returns how it stands, or that the text has overtaken it; then it is noted as overtaken.
   */
  async tryFresh(
    manager: EntityManager,
    suggestion: Suggestion,
    place: SectionPlace | LiveSection,
  ): Promise<Standing | 'overtaken'> {
    const { pointId, programmeId, revisionId } = place;
    const revisions = await manager.findBy(SectionRevision, {
      id: In([suggestion.baseRevisionId, revisionId ?? suggestion.baseRevisionId]),
    });
    const byId = new Map(revisions.map((revision) => [revision.id, revision]));
    const base = byId.get(suggestion.baseRevisionId);
    if (!base) return suggestion.standing;
    const current = revisionId === null ? null : (byId.get(revisionId) ?? null);
    const attempt = tryAgain(suggestion, base, current);
    const { sectionId, standing } = suggestion;
    const one = { suggestion, own: suggestion, base, standing, sectionId };
    const versionId = await newestVersionId(manager, pointId);
    await this.settle(
      manager,
      one,
      { sectionId, attempt },
      { pointId, programmeId, versionId, actorId: null },
    );
    return 'overtaken' in attempt ? 'overtaken' : attempt.standing;
  }

  /**
   * A change of the text has been undone: nobody is told of it any more, and what it had overtaken waits again. To be
   * called before the undoing is announced.
   */
  async takeBack(manager: EntityManager, versionId: string): Promise<void> {
    await this.mail.cancel(manager, versionId);
    const overtaken = await manager.findBy(Suggestion, { state: 'overtaken', overtakenById: versionId });
    for (const suggestion of overtaken) {
      const key = keyOf(suggestion);
      const isSaidAgain = await manager.existsBy(Suggestion, { dedupeKey: key, id: Not(suggestion.id) });
      const state = await this.history.waitingState(manager, suggestion.id);
      const back = { state, overtakenById: null, decidedAt: null, dedupeKey: isSaidAgain ? null : key };
      await manager.update(Suggestion, { id: suggestion.id }, back);
      const place = await placeIds(manager, suggestion.sectionId);
      await this.history.note(manager, suggestion.id, place, { kind: 'undone', actorId: null, versionId });
    }
  }

  private async wordings(manager: EntityManager, pointId: string): Promise<Map<string, SectionText>> {
    const point = await manager.findOneByOrFail(Point, { id: pointId });
    const sections = await this.points.sections(point, manager);
    return new Map(sections.map((section) => [section.sectionId, section]));
  }

  /** Writes down what became of it; says what its author should hear, if anything. */
  private async settle(
    manager: EntityManager,
    { suggestion, standing: before, sectionId: from }: Waiting,
    { sectionId, attempt }: CarriedTo,
    change: TextChange,
  ): Promise<Moved['fate'] | null> {
    const { versionId } = change;
    if ('overtaken' in attempt) {
      const overtaken = { overtakenById: versionId, decidedAt: now(), dedupeKey: null };
      await manager.update(Suggestion, { id: suggestion.id }, { state: 'overtaken', ...overtaken });
      const kind = attempt.overtaken;
      await this.history.note(manager, suggestion.id, change, { kind, actorId: null, versionId });
      return kind;
    }
    const { standing } = attempt;
    if (sectionId !== from || standing !== before)
      await manager.update(Suggestion, { id: suggestion.id }, { sectionId, standing });
    if (standing === before) return null;
    const kind = eventOf[standing];
    await this.history.note(manager, suggestion.id, change, { kind, actorId: null, versionId });
    return kind === 'fits' ? null : kind;
  }
}

/** Waiting suggestions on all sections of a point, also on those its text no longer has. One query, two where there are any. */
async function waitingOn(manager: EntityManager, pointId: string): Promise<Waiting[]> {
  const suggestions = await manager
    .createQueryBuilder(Suggestion, 'suggestion')
    .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
    .where('section.pointId = :pointId', { pointId })
    .andWhere('suggestion.state IN (:...waitingStates)', { waitingStates })
    .orderBy('suggestion.number')
    .getMany();
  if (suggestions.length === 0) return [];
  const ids = [...new Set(suggestions.map(({ baseRevisionId }) => baseRevisionId))];
  const bases = new Map(
    (await manager.findBy(SectionRevision, { id: In(ids) })).map((base) => [base.id, base]),
  );
  return suggestions.flatMap((suggestion) => {
    const base = bases.get(suggestion.baseRevisionId);
    const { standing, sectionId } = suggestion;
    return base ? [{ suggestion, own: suggestion, base, standing, sectionId }] : [];
  });
}

async function mergedSections(manager: EntityManager, pointId: string): Promise<Map<string, string>> {
  const sections = await manager.findBy(Section, { pointId, mergedIntoId: Not(IsNull()) });
  return new Map(sections.flatMap(({ id, mergedIntoId }) => (mergedIntoId ? [[id, mergedIntoId]] : [])));
}

async function newestVersionId(manager: EntityManager, pointId: string): Promise<string> {
  const { versionNumber: number } = await manager.findOneByOrFail(Point, { id: pointId });
  return (await manager.findOneByOrFail(PointVersion, { pointId, number })).id;
}

async function placeIds(manager: EntityManager, sectionId: string) {
  const { pointId } = await manager.findOneByOrFail(Section, { id: sectionId });
  const { programmeId } = await manager.findOneByOrFail(Point, { id: pointId });
  return { pointId, programmeId };
}

/** Numbers of the suggestions that a version made collide with the text, in their order. */
export async function collidedWith(manager: EntityManager, versionId: string): Promise<number[]> {
  const rows = await manager
    .createQueryBuilder(SuggestionEvent, 'event')
    .innerJoin(Suggestion, 'suggestion', 'suggestion.id = event.suggestionId')
    .select('suggestion.number', 'number')
    .where({ versionId, kind: 'collided' })
    .orderBy('suggestion.number')
    .getRawMany<{ number: number }>();
  return rows.map(({ number }) => number);
}
