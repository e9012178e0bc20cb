import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section, type SectionKind } from '../programme/section.entity.js';

/** A section as its author knew it: with the heading it had then. */
export interface KnownPlace {
  programmeUid: string;
  pointSlug: string;
  pointTitle: string;
  sectionNumber: number;
  heading: string | null;
  sectionKind: SectionKind;
}

/** Joins the section, point and programme of something said about a section; `wording` must be joined already. */
export function withPlace<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  sectionId = 'said.sectionId',
): SelectQueryBuilder<T> {
  return query
    .innerJoin(Section, 'section', `section.id = ${sectionId}`)
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
    .select('programme.uid', 'programmeUid')
    .addSelect('point.slug', 'pointSlug')
    .addSelect('point.title', 'pointTitle')
    .addSelect('section.number', 'sectionNumber')
    .addSelect('wording.heading', 'heading')
    .addSelect('wording.kind', 'sectionKind');
}

/** Condition for a query with `programme` joined: only this one, or all. */
export function inProgramme(uid: string | null): [condition: string, parameters: { uid?: string }] {
  return uid === null ? ['1 = 1', {}] : ['programme.uid = :uid', { uid }];
}
