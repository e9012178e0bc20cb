import type { EntityManager } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Comment, type Voice } from '../feedback/comment.entity.js';
import { commentPath } from '../feedback/comment-address.js';
import { sectionPath } from '../programme/paths.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';
import { found } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { onDesk, type Purpose } from './desk-scope.js';

/** A comment with all that is needed to decide about it. */
export interface DeskComment {
  id: string;
  number: number;
  /** The section it is about, or its suggestion is. */
  sectionId: string;
  suggestionId: string | null;
  suggestionNumber: number | null;
  parentId: string | null;
  revisionId: string | null;
  voice: Voice;
  /** Markdown, also when hidden. */
  body: string;
  createdAt: string;
  handledAt: string | null;
  handledById: string | null;
  handledBy: string | null;
  hiddenAt: string | null;
  authorId: string;
  author: string;
  sectionNumber: number;
  pointId: string;
  pointTitle: string;
  pointSlug: string;
  programmeId: string;
  programmeUid: string;
  programmeTitle: string;
  /** Public address for questions and objections. */
  contact: string | null;
  /** Its permalink, without language. */
  path: string;
}

/** Reads a comment on somebody's desk. @throws Refusal 404 for what is not there and for what is on another's. */
export async function deskComment(
  manager: EntityManager,
  viewer: Viewer,
  commentId: string,
  purpose: Purpose,
): Promise<DeskComment> {
  const query = manager
    .createQueryBuilder()
    .select([
      'comment.id AS "id"',
      'comment.number AS "number"',
      'section.id AS "sectionId"',
      'suggestion.id AS "suggestionId"',
      'suggestion.number AS "suggestionNumber"',
      'comment.parentId AS "parentId"',
      'comment.revisionId AS "revisionId"',
      'comment.voice AS "voice"',
      'comment.body AS "body"',
      'comment.createdAt AS "createdAt"',
      'comment.handledAt AS "handledAt"',
      'comment.handledById AS "handledById"',
      'handler.publicName AS "handledBy"',
      'comment.hiddenAt AS "hiddenAt"',
      'author.id AS "authorId"',
      'author.publicName AS "author"',
      'section.number AS "sectionNumber"',
      'point.id AS "pointId"',
      'point.title AS "pointTitle"',
      'point.slug AS "pointSlug"',
      'programme.id AS "programmeId"',
      'programme.uid AS "programmeUid"',
      'programme.title AS "programmeTitle"',
      'programme.contact AS "contact"',
      'root.number AS "rootNumber"',
    ])
    .from(Comment, 'comment')
    .innerJoin(Account, 'author', 'author.id = comment.authorId')
    .leftJoin(Account, 'handler', 'handler.id = comment.handledById')
    .leftJoin(Comment, 'root', 'root.id = comment.parentId')
    .leftJoin(Suggestion, 'suggestion', 'suggestion.id = comment.suggestionId')
    .innerJoin(Section, 'section', 'section.id = COALESCE(comment.sectionId, suggestion.sectionId)')
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .where('comment.id = :commentId', { commentId });
  const row = await onDesk(query, viewer, purpose).getRawOne<DeskComment & { rootNumber: number | null }>();
  const item = found(row);
  const { suggestionNumber, programmeUid, pointSlug, sectionNumber } = item;
  const page =
    suggestionNumber === null
      ? sectionPath(programmeUid, pointSlug, sectionNumber)
      : `/navrhy/${suggestionNumber}`;
  return { ...item, path: commentPath(page, item.rootNumber ?? item.number, item.number) };
}
