import type { EntityManager } from 'typeorm';
import { now } from '../database/time.js';
import { type Phase, phaseOf } from '../programme/consultation.js';
import { movedSectionId, type SectionAddress } from '../programme/moved-section.js';
import { pointPath, programmePath, sectionPath } from '../programme/paths.js';
import type { Points, SectionInContext } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { found, notFound } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { closed, placeAt, placeOf, pointGone, type SectionPlace } from './section-place.js';

/** What an address of a section is made of. */
export interface SectionParams {
  programme: string;
  point: string;
  number: string;
}

/**
 * The section an address names or named before it moved, for something that is about to be said.
 * @throws Refusal 404 when the text has none there; 409 when the programme no longer has the point.
 */
export async function sectionAt(points: Points, params: SectionParams): Promise<SectionInContext> {
  const { programme, point, number } = params;
  // PostgreSQL would refuse the question.
  if (`${programme}${point}`.includes('\0')) throw notFound();
  const address = { programme, point, number: wholeNumber(number) };
  const section = found(
    (await points.findSection(programme, point, address.number)) ?? (await points.movedSection(address)),
  );
  if (section.point.archivedAt !== null) throw pointGone();
  return section;
}

/**
 * The same place where its text is not needed, in one question: people post far more than they are shown forms.
 * @param may rule that the consultation's phase must pass.
 * @throws Refusal as `sectionAt`; 409 when the consultation is not open.
 */
export async function openPlaceAt(
  manager: EntityManager,
  { programme, point, number }: SectionParams,
  may: (phase: Phase) => boolean,
): Promise<SectionPlace> {
  if (`${programme}${point}`.includes('\0')) throw notFound();
  const address = { programme, point, number: wholeNumber(number) };
  const place = found((await placeAt(manager, address)) ?? (await movedPlace(manager, address)));
  if (place.revisionId === null) throw notFound();
  if (place.pointArchivedAt !== null) throw pointGone();
  const phase = phaseOf(place, now());
  if (!may(phase)) throw closed(phase);
  return place;
}

async function movedPlace(manager: EntityManager, address: SectionAddress): Promise<SectionPlace | null> {
  const sectionId = await movedSectionId(manager, address);
  return sectionId === null ? null : placeOf(manager, sectionId);
}

/** A running number of an address or a hidden field. @throws Refusal 404 for anything else. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}

/** Address of a section's page, without language. */
export function addressOf({ programme, point, section }: SectionInContext): string {
  return sectionPath(programme.uid, point.slug, section.number);
}

/** The way up from a form about a section: home, programme, point, section. */
export function trailTo(context: SectionInContext, locale: Locale): { href: string; label: string }[] {
  const { programme, point, section } = context;
  const steps: [string, string][] = [
    ['/', translate(locale, 'pages.trail.home')],
    [programmePath(programme.uid), programme.title],
    [pointPath(programme.uid, point.slug), point.shortTitle ?? point.title],
    [addressOf(context), sectionTitle(section, locale)],
  ];
  return steps.map(([path, label]) => ({ href: localPath(locale, path), label }));
}
