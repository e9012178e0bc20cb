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
import { VersionSection } from '../programme/version-section.entity.js';
import { type CarriedTo, carryAlong } from './carried.js';
import { CarryingMail, type Moved } from './carrying-mail.service.js';
import { keyOf } from './proposal-key.js';
import { type Standing, Suggestion } from './suggestion.entity.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { type Waiting, waitingOn } from './waiting-on.js';

const eventOf = { fits: 'fits', merged: 'merged', collides: 'collided' } as const;

/** A text to carry suggestions along to. */
interface Text {
  /** By id of the section; nothing where the point has left the programme. */
  wordings: ReadonlyMap<string, SectionText>;
  mergedInto: ReadonlyMap<string, string>;
  isArchived: boolean;
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
    const text = await this.textOf(manager, change.pointId);
    const moved: Moved[] = [];
    for (const one of waiting) {
      const isBack = one.suggestion.state === 'overtaken' && !text.isArchived;
      const fate = await this.carryOne(manager, one, text, change);
      if (fate) moved.push({ suggestion: one.suggestion, fate, isBack });
      // Nobody else may write meanwhile, but everybody may read.
      await breathe();
    }
    await this.mail.tell(manager, await newsIn(manager, moved, change), change);
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
    const { to } = await this.tryNow(manager, suggestion, place, null);
    return 'overtaken' in to.attempt ? 'overtaken' : to.attempt.standing;
  }

  /** Tries one that waits again after changes of the text may have passed it by; its author hears of it as of any change. */
  async catchUp(manager: EntityManager, suggestion: Suggestion, place: SectionPlace, actorId: string) {
    const { fate, change } = await this.tryNow(manager, suggestion, place, actorId);
    if (fate) await this.mail.tell(manager, [{ suggestion, fate, isBack: false }], change);
  }

  private async tryNow(
    manager: EntityManager,
    suggestion: Suggestion,
    { pointId, programmeId }: SectionPlace | LiveSection,
    actorId: string | null,
  ) {
    const base = await manager.findOneByOrFail(SectionRevision, { id: suggestion.baseRevisionId });
    const versionId = await newestVersionId(manager, pointId);
    const change: TextChange = { pointId, programmeId, versionId, actorId };
    const one = { suggestion, own: suggestion, base, sectionId: suggestion.sectionId };
    const to = carriedTo(one, await this.textOf(manager, pointId));
    return { to, change, fate: await this.settle(manager, one, to, change) };
  }

  /**
   * A change of the text has been undone: nobody is told of it any more, and what it had overtaken waits again. To be
   * called before the undoing is announced.
   */
  async takeBack(manager: EntityManager, versionId: string): Promise<void> {
    await this.mail.cancel(manager, versionId);
    const overtaken = await manager.findBy(Suggestion, {
      state: 'overtaken',
      overtakenById: versionId,
      // Of emptied ones nothing is left that could wait.
      reason: Not(''),
    });
    for (const suggestion of overtaken) {
      await this.waitAgain(manager, suggestion);
      const place = await placeIds(manager, suggestion.sectionId);
      await this.history.note(manager, suggestion.id, place, { kind: 'undone', actorId: null, versionId });
    }
  }

  private async textOf(manager: EntityManager, pointId: string): Promise<Text> {
    const point = await manager.findOneByOrFail(Point, { id: pointId });
    const isArchived = point.archivedAt !== null;
    const sections = isArchived ? [] : await this.points.sections(point, manager);
    const merged = await manager.findBy(Section, { pointId, mergedIntoId: Not(IsNull()) });
    return {
      wordings: new Map(sections.map((section) => [section.sectionId, section])),
      mergedInto: new Map(
        merged.flatMap(({ id, mergedIntoId }) => (mergedIntoId ? [[id, mergedIntoId]] : [])),
      ),
      isArchived,
    };
  }

  /** What its author should hear of it, if anything. */
  private async carryOne(
    manager: EntityManager,
    one: Waiting,
    text: Text,
    change: TextChange,
  ): Promise<Moved['fate'] | null> {
    const { suggestion } = one;
    const isResting = suggestion.state === 'overtaken';
    if (isResting && text.isArchived) return null;
    if (isResting) {
      await this.waitAgain(manager, suggestion);
      await this.history.note(manager, suggestion.id, change, { kind: 'returned', actorId: null });
    }
    const fate = await this.settle(manager, one, carriedTo(one, text), change);
    return fate ?? (isResting ? 'returned' : null);
  }

  /** Brings it back to the state it had before the text overtook it. */
  private async waitAgain(manager: EntityManager, suggestion: Suggestion): Promise<void> {
    const state = await this.history.waitingState(manager, suggestion.id);
    const dedupeKey = await freeKey(manager, suggestion);
    const back = { state, overtakenById: null, decidedAt: null, dedupeKey };
    await manager.update(Suggestion, { id: suggestion.id }, back);
    Object.assign(suggestion, back);
  }

  /** Writes down what became of it; says what its author should hear, if anything. */
  private async settle(
    manager: EntityManager,
    { suggestion, sectionId: from }: Waiting,
    { sectionId, attempt }: CarriedTo,
    change: TextChange,
  ): Promise<Moved['fate'] | null> {
    const { versionId } = change;
    if ('overtaken' in attempt) {
      const overtaken = { overtakenById: versionId, decidedAt: now(), dedupeKey: null };
      await manager.update(Suggestion, { id: suggestion.id }, { state: 'overtaken', ...overtaken });
      const kind = versionId === null ? 'rests' : attempt.overtaken;
      await this.history.note(manager, suggestion.id, change, { kind, actorId: null, versionId });
      return kind;
    }
    const { standing } = attempt;
    const before = suggestion.standing;
    if (sectionId !== from) {
      const dedupeKey = await freeKey(manager, { ...suggestion, sectionId });
      await manager.update(Suggestion, { id: suggestion.id }, { sectionId, dedupeKey });
    }
    if (standing === before) return null;
    await manager.update(Suggestion, { id: suggestion.id }, { standing });
    const kind = eventOf[standing];
    await this.history.note(manager, suggestion.id, change, { kind, actorId: null, versionId });
    return kind === 'fits' ? null : kind;
  }
}

function carriedTo(one: Waiting, { wordings, mergedInto }: Text): CarriedTo {
  return carryAlong(
    one,
    (id) => wordings.get(id) ?? null,
    (id) => mergedInto.get(id) ?? null,
  );
}

/** Where a change takes another back, only what was written on the text that is taken back hears of it. */
async function newsIn(manager: EntityManager, moved: Moved[], change: TextChange): Promise<Moved[]> {
  const { takesBack, versionId } = change;
  if (!takesBack || !versionId || moved.length === 0) return moved;
  const places = await manager.findBy(VersionSection, { versionId: In([takesBack, versionId]) });
  const kept = new Set(
    places.filter((place) => place.versionId === versionId).map((place) => place.revisionId),
  );
  const takenBack = new Set(places.map(({ revisionId }) => revisionId).filter((id) => !kept.has(id)));
  return moved.filter(({ suggestion }) => takenBack.has(suggestion.baseRevisionId));
}

/** Its key, unless its author has suggested the same meanwhile. */
async function freeKey(manager: EntityManager, suggestion: Suggestion): Promise<string | null> {
  const key = keyOf(suggestion);
  const isTaken = await manager.existsBy(Suggestion, { dedupeKey: key, id: Not(suggestion.id) });
  return isTaken ? null : key;
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
