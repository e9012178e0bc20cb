import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { placeOf, pointGone } from '../feedback/section-place.js';
import { plain } from '../programme/content/plain.js';
import type { PointVersion } from '../programme/point-version.entity.js';
import { Points, type SectionInContext, type SectionText } from '../programme/points.service.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { TextChanges } from '../programme/text-changes.service.js';
import { type VersionPlace, Versions } from '../programme/versions.service.js';
import { merge3 } from '../programme/wording/merge3.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import { translate } from '../web/i18n/messages.js';
import { found, notFound, Refusal } from '../web/refusal.js';
import { normaliseText } from '../web/text/characters.js';
import type { Viewer } from '../web/viewer.js';
import type { Contender } from './board.js';
import type { Case } from './case.js';
import { type AddedSection, type Consolidated, consolidate, mostTogether } from './consolidate.js';
import { decidedAlready } from './decided-already.js';
import { newSection, placesWith } from './next-version.js';
import { Outcomes } from './outcomes.service.js';
import type { Proposal } from './proposal.js';
import { wordingsFrom } from './result.js';
import { Suggestion } from './suggestion.entity.js';
import { isWaiting } from './suggestions.rules.js';
import { tryAgain } from './try-again.js';
import { refusingUnwritable } from './unwritable.js';

/** Several suggestions on one section, to become one version. */
export interface Consolidating {
  sectionId: string;
  viewer: Viewer;
  numbers: readonly number[];
  /** The section's wording before the garant's eyes. */
  revisionId: string;
  /** Its final wording, where the garant changed what comes out. */
  edited: SourceWording | null;
  /** Citizens' Markdown for the authors and the public; may be left out. */
  statement: string | null;
}

/** A picked suggestion with what it says in today's text. */
interface Picked extends Case {
  proposal: Proposal;
}

/** Makes several suggestions the text at once: one version, one decision about each. */
@Injectable()
export class Consolidations {
  constructor(
    private readonly points: Points,
    private readonly versions: Versions,
    private readonly changes: TextChanges,
    private readonly outcomes: Outcomes,
  ) {}

  /**
   * Publishes them as the point's next version, credited to all their authors.
   * @throws Refusal 404 when the text has no such section, the point is not the garant's, or there is no such suggestion
   *   on it; 409 when one was decided already, the text moved on since it was seen, they exclude each other or today's
   *   text, nothing would change, or the file could not hold the text.
   */
  async publish(manager: EntityManager, consolidating: Consolidating): Promise<PointVersion> {
    const { viewer } = consolidating;
    const context = await this.seenSection(manager, consolidating);
    const picked = await pickedOf(manager, consolidating, context);
    const result = consolidate(context.section, picked.map(toContender));
    if (!result.clean)
      throw new Refusal(409, 'suggestions.refusal.exclude', { pairs: pairsInWords(result.pairs) });
    const edited = finalWording(consolidating.edited, result);
    const sections = await this.points.sections(context.point, manager);
    const instead = placesInstead(context.section, result, edited, sections);
    const section = found(sections.find(({ sectionId }) => sectionId === context.section.sectionId));
    const numbers = picked.map(({ suggestion }) => suggestion.number).join(', ');
    const version = await refusingUnwritable(
      this.versions.add(manager, context.point, placesWith(section, instead, sections), {
        cause: 'acceptance',
        actorId: viewer.accountId,
        authorId: null,
        note: translate('cs', 'suggestions.version.consolidated', { numbers }),
      }),
    );
    await this.decideAll(manager, { ...consolidating, edited }, version, { context, picked, result });
    const { id: pointId, programmeId } = context.point;
    await this.changes.announce(manager, {
      pointId,
      programmeId,
      versionId: version.id,
      actorId: viewer.accountId,
    });
    return version;
  }

  private async seenSection(
    manager: EntityManager,
    { sectionId, viewer, revisionId }: Consolidating,
  ): Promise<SectionInContext> {
    const context = found(await this.points.sectionById(sectionId, manager));
    const garantUids = context.garants.map(({ uid }) => uid);
    if (!mayManagePoint(viewer, { id: context.point.id, garantUids })) throw notFound();
    if (context.point.archivedAt !== null) throw pointGone();
    if (context.section.revisionId !== revisionId) throw new Refusal(409, 'suggestions.refusal.movedOn');
    return context;
  }

  private async decideAll(
    manager: EntityManager,
    { viewer, edited, statement }: Consolidating,
    version: PointVersion,
    { context, picked, result }: { context: SectionInContext; picked: Picked[]; result: Consolidated },
  ): Promise<void> {
    const wordings = await wordingsFrom(manager, version.id, context.section.sectionId);
    for (const { suggestion, place, proposal } of picked) {
      const isAdapted =
        edited !== null && proposal.kind === 'reword' && !livesIn(context.section, proposal, edited);
      await this.outcomes.decide(manager, { suggestion, place }, viewer.accountId, {
        state: isAdapted ? 'adapted' : 'accepted',
        statement,
        versionId: version.id,
        resultRevisionId: wordings[placeOfResult(suggestion, result.added)] ?? null,
      });
    }
  }
}

/** Pairs of numbers as the sentence takes them: "12 × 15, 12 × 18", or "none". */
export function pairsInWords(pairs: ReadonlyArray<readonly [number, number]>): string {
  return pairs.length === 0 ? 'none' : pairs.map(([one, other]) => `${one} × ${other}`).join(', ');
}

async function pickedOf(
  manager: EntityManager,
  { numbers }: Consolidating,
  { section }: SectionInContext,
): Promise<Picked[]> {
  if (numbers.length === 0) throw new Refusal(409, 'suggestions.refusal.nothingPicked');
  if (numbers.length > mostTogether)
    throw new Refusal(409, 'suggestions.refusal.tooManyPicked', { most: mostTogether });
  const suggestions = await manager.find(Suggestion, {
    where: { number: In([...numbers]), sectionId: section.sectionId },
    order: { number: 'ASC' },
  });
  if (suggestions.length < new Set(numbers).size) throw notFound();
  const bases = await manager.findBy(SectionRevision, {
    id: In(suggestions.map(({ baseRevisionId }) => baseRevisionId)),
  });
  const place = found(await placeOf(manager, section.sectionId));
  return suggestions.map((suggestion) => {
    if (!isWaiting(suggestion)) throw decidedAlready(suggestion.state);
    const base = found(bases.find(({ id }) => id === suggestion.baseRevisionId));
    const attempt = tryAgain(suggestion, base, section);
    if ('overtaken' in attempt || attempt.standing === 'collides')
      throw new Refusal(409, 'suggestions.refusal.oneCollides', { number: suggestion.number });
    return { suggestion, place, proposal: attempt.proposal };
  });
}

function toContender({ suggestion, proposal }: Picked): Contender {
  return { number: suggestion.number, proposal };
}

/** What the garant wrote, where it is not what comes out by itself; a section that goes has no final wording. */
function finalWording(edited: SourceWording | null, { wording }: Consolidated): SourceWording | null {
  if (edited === null || wording === null) return null;
  return isSame(edited, wording) ? null : edited;
}

/** What stands in the section's place. @throws Refusal 409 when nothing would change or nothing would be left. */
function placesInstead(
  section: SectionText,
  { wording, added }: Consolidated,
  edited: SourceWording | null,
  sections: readonly SectionText[],
): VersionPlace[] {
  const follow = added.map((one) => newSection(one, sections));
  const final = wording && headed(edited ?? wording, section);
  if (final === null) {
    if (sections.length === 1) throw new Refusal(409, 'suggestions.refusal.onlySection');
    return follow;
  }
  if (!isSame(final, section))
    return [{ section: section.sectionId, wording: { kind: section.kind, ...final } }, ...follow];
  if (follow.length === 0) throw new Refusal(409, 'suggestions.refusal.noChange');
  return [{ keep: section.revisionId }, ...follow];
}

function headed({ heading, body }: SourceWording, section: SectionText): SourceWording {
  return { heading: section.heading === null ? null : plain(heading || section.heading), body };
}

/** Whether all that a suggestion says is in the final wording: merging it in once more changes nothing. */
export function livesIn(current: SourceWording, proposal: SourceWording, final: SourceWording): boolean {
  const holds = (before: string, proposed: string, now: string) => {
    const merge = merge3(before, now, proposed);
    return merge.clean && merge.text === now;
  };
  return (
    holds(current.heading ?? '', proposal.heading ?? '', final.heading ?? '') &&
    holds(normaliseText(current.body), normaliseText(proposal.body), normaliseText(final.body))
  );
}

/** Where among the wordings from the section on a suggestion's own stands; nowhere for removals. */
function placeOfResult({ kind, number }: Suggestion, added: readonly AddedSection[]): number {
  if (kind === 'remove') return -1;
  return kind === 'add' ? 1 + added.findIndex(({ numbers }) => numbers.includes(number)) : 0;
}
