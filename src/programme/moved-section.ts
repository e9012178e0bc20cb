import type { EntityManager } from 'typeorm';
import { FormerPointAddress } from './former-point-address.entity.js';
import { FormerSectionNumber } from './former-section-number.entity.js';
import { Point } from './point.entity.js';
import { Programme } from './programme.entity.js';
import { Section } from './section.entity.js';

/** What an address of a section is made of. */
export interface SectionAddress {
  /** Uid of the programme. */
  programme: string;
  /** Slug of the point. */
  point: string;
  number: number;
}

/**
 * Id of the section that had an address before it, or its whole point, moved; null when none had. Whoever still has
 * the old page open means that section.
 */
export async function movedSectionId(
  manager: EntityManager,
  address: SectionAddress,
): Promise<string | null> {
  const programme = await manager.findOneBy(Programme, { uid: address.programme });
  if (!programme) return null;
  const place = { programmeId: programme.id, slug: address.point };
  const point = await manager.findOneBy(Point, place);
  const former = point ? null : await manager.findOneBy(FormerPointAddress, place);
  const pointId = point?.id ?? former?.pointId;
  if (!pointId) return null;
  const { number } = address;
  const moved = await manager.findOneBy(FormerSectionNumber, { pointId, number });
  if (moved) return moved.sectionId;
  const section = former && (await manager.findOneBy(Section, { pointId, number }));
  return section?.id ?? null;
}
