import type { EntityManager } from 'typeorm';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { type Phase, phaseOf } from '../programme/consultation.js';
import { sectionPath } from '../programme/paths.js';
import { Point } from '../programme/point.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { found, Refusal } from '../web/refusal.js';

/** Where a section stands and whether it takes feedback. */
export interface SectionPlace {
  sectionId: string;
  number: number;
  pointId: string;
  pointSlug: string;
  pointTitle: string;
  programmeId: string;
  programmeUid: string;
  opensAt: string | null;
  closesAt: string | null;
  settledAt: string | null;
  /** When the whole point was taken out of the programme; null while it is part of it. */
  pointArchivedAt: string | null;
  /** Its wording in the newest version; null when the text no longer has it. */
  revisionId: string | null;
}

/** A section that is part of the text. */
export type LiveSection = SectionPlace & { revisionId: string };

const currentRevision = `(
  SELECT place.revision_id FROM version_section place
  JOIN section_revision wording ON wording.id = place.revision_id
  JOIN point_version version ON version.id = place.version_id
  WHERE wording.section_id = section.id AND version.point_id = point.id AND version.number = point.version_number
)`;

const placeColumns = [
  'section.id AS "sectionId"',
  'section.number AS "number"',
  'point.id AS "pointId"',
  'point.slug AS "pointSlug"',
  'point.title AS "pointTitle"',
  'point.archivedAt AS "pointArchivedAt"',
  'programme.id AS "programmeId"',
  'programme.uid AS "programmeUid"',
  'programme.opensAt AS "opensAt"',
  'programme.closesAt AS "closesAt"',
  'programme.settledAt AS "settledAt"',
  `${currentRevision} AS "revisionId"`,
];

const placeById = prepared<{ sectionId: string }, SectionPlace>((manager) =>
  places(manager).where('section.id = :sectionId'),
);

const placeByAddress = prepared<{ programme: string; point: string; number: number }, SectionPlace>(
  (manager) =>
    places(manager).where('programme.uid = :programme AND point.slug = :point AND section.number = :number'),
);

/** All that is known of places of sections; narrow it down. */
export function places(manager: EntityManager) {
  return manager
    .createQueryBuilder()
    .select(placeColumns)
    .from(Section, 'section')
    .innerJoin(Point, 'point', 'point.id = section.pointId')
    .innerJoin(Programme, 'programme', 'programme.id = point.programmeId');
}

/** Reads a section's place in one query; null when there is no such section. */
export async function placeOf(manager: EntityManager, sectionId: string): Promise<SectionPlace | null> {
  const [place] = await placeById(manager, { sectionId });
  return place ?? null;
}

/** The same for the section an address names. */
export async function placeAt(
  manager: EntityManager,
  address: { programme: string; point: string; number: number },
): Promise<SectionPlace | null> {
  const [place] = await placeByAddress(manager, address);
  return place ?? null;
}

/**
 * Address of the page of a section that the text no longer has, without language.
 * @param missing what went wrong when it was looked for in the text; thrown again unless it once was there.
 */
export async function formerSectionPath(
  manager: EntityManager,
  { programme, point, number }: { programme: string; point: string; number: string },
  missing: unknown,
): Promise<string> {
  const isMissing = missing instanceof Refusal && missing.status === 404;
  if (!isMissing || `${programme}${point}`.includes('\0') || !/^[1-9]\d{0,8}$/.test(number)) throw missing;
  if (!(await placeAt(manager, { programme, point, number: Number(number) }))) throw missing;
  return sectionPath(programme, point, Number(number));
}

/**
 * The same for something that is about to be said.
 * @param may rule that the consultation's phase must pass.
 * @throws Refusal 404 when there is no such section, 409 when the text no longer has it, the programme no longer has
 *   the point, or the consultation is closed.
 */
export async function liveSection(
  manager: EntityManager,
  sectionId: string,
  may: (phase: Phase) => boolean,
): Promise<LiveSection> {
  const place = found(await placeOf(manager, sectionId));
  if (!may(phaseOf(place, now()))) throw closed(phaseOf(place, now()));
  const { revisionId } = place;
  if (place.pointArchivedAt !== null) throw pointGone();
  if (revisionId === null) throw new Refusal(409, 'feedback.refusal.sectionGone');
  return { ...place, revisionId };
}

/** Why nothing can be said in a phase. */
export function closed(phase: Phase): Refusal {
  return new Refusal(409, phase === 'upcoming' ? 'feedback.refusal.notOpenYet' : 'feedback.refusal.closed');
}

/** Why nothing can be said about a point whose file is gone. */
export function pointGone(): Refusal {
  return new Refusal(409, 'feedback.refusal.pointGone');
}

/** The wording that was on the page: the given one if it is of this section, else the current one. */
export async function wordingRead(
  manager: EntityManager,
  section: LiveSection,
  revisionId: string | null | undefined,
): Promise<string> {
  if (!revisionId || revisionId === section.revisionId) return section.revisionId;
  const known =
    isId(revisionId) &&
    (await manager.existsBy(SectionRevision, { id: revisionId, sectionId: section.sectionId }));
  return known ? revisionId : section.revisionId;
}

/** Anything else would be a question PostgreSQL refuses, or no question at all. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Address of a section's page, without language. */
export function pathOfSection(place: SectionPlace): string {
  return sectionPath(place.programmeUid, place.pointSlug, place.number);
}
