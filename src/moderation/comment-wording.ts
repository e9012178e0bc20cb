import type { EntityManager } from 'typeorm';
import { pathOfSection, placeOf } from '../feedback/section-place.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { sectionTitle } from '../programme/section-title.js';
import type { SourceWording, TextPair } from '../programme/wording/wording.js';
import { beforeAndAfter } from '../suggestions/proposal.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';
import { hasWords } from '../suggestions/suggestions.rules.js';
import type { Locale } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';

/** The text a comment is about, and what has become of it. */
export interface CommentWording {
  /** The wording that was on the page when the comment was written. */
  read: SourceWording;
  title: string;
  /** The wording of today; null while it is the same to a reader, and where the text no longer has the section. */
  changedTo: SourceWording | null;
  isGone: boolean;
  /** Address of the section, without language; one that the text no longer has stays readable. */
  path: string;
  /** The suggestion the comment is about, with what it would change; null where it is about the section. */
  suggestion: { number: number; pair: TextPair } | null;
}

/** Reads what a comment is about. @throws Refusal 404 when its section is not there. */
export async function commentWording(
  manager: EntityManager,
  comment: { sectionId: string; suggestionId: string | null; revisionId: string | null },
  locale: Locale,
): Promise<CommentWording> {
  const place = found(await placeOf(manager, comment.sectionId));
  const today = place.revisionId === null ? null : await revisionOf(manager, place.revisionId);
  const read = comment.revisionId === null ? today : await revisionOf(manager, comment.revisionId);
  const hasChanged = today !== null && read !== null && rootOf(today) !== rootOf(read);
  return {
    read: { heading: read?.heading ?? null, body: read?.body ?? '' },
    title: sectionTitle(read ?? { kind: 'whole', heading: null }, locale),
    changedTo: hasChanged ? today : null,
    isGone: today === null,
    path: pathOfSection(place),
    suggestion: comment.suggestionId === null ? null : await suggestionRead(manager, comment.suggestionId),
  };
}

function revisionOf(manager: EntityManager, id: string): Promise<SectionRevision | null> {
  return manager.findOneBy(SectionRevision, { id });
}

async function suggestionRead(manager: EntityManager, id: string) {
  const suggestion = found(await manager.findOneBy(Suggestion, { id }));
  const base = found(await revisionOf(manager, suggestion.baseRevisionId));
  const pair = beforeAndAfter(base, hasWords(suggestion) ? suggestion : { ...base, kind: 'reword' });
  return { number: suggestion.number, pair };
}

/** Corrections of typography are the same wording. */
function rootOf({ id, sameAsId }: SectionRevision): string {
  return sameAsId ?? id;
}
