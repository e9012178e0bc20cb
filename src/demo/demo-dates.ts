import { In } from 'typeorm';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';

const day = 86_400_000;

/** How long the open consultation has been going on, and how long it will, in days, where its dates are over. */
const gone = 21;
const toCome = 70;

/** Opens a consultation again whose dates do not fit the day the demo is started: it should be open, and lived in. */
export async function openWindow(database: Database, programmeUid: string): Promise<void> {
  const programme = await database.read.findOneBy(Programme, { uid: programmeUid });
  if (!programme) return;
  const at = Date.parse(now());
  const opens = programme.opensAt === null ? Number.POSITIVE_INFINITY : Date.parse(programme.opensAt);
  const closes = programme.closesAt === null ? Number.POSITIVE_INFINITY : Date.parse(programme.closesAt);
  if (opens <= at - gone * day && closes > at + day) return;
  const dates = {
    opensAt: new Date(at - (gone + 1) * day).toISOString(),
    closesAt: new Date(at + toCome * day).toISOString(),
    settledAt: null,
  };
  await database.write((manager) => manager.update(Programme, { id: programme.id }, dates));
}

/** Dates the text that was just imported before the consultation about it began. */
export async function startTextsBefore(database: Database, programme: Programme): Promise<void> {
  const createdAt = new Date(Date.parse(programme.opensAt ?? now()) - 3 * day).toISOString();
  await database.write(async (manager) => {
    const points = await manager.findBy(Point, { programmeId: programme.id });
    const pointId = In(points.map(({ id }) => id));
    const sections = await manager.findBy(Section, { pointId });
    await manager.update(Point, { programmeId: programme.id }, { createdAt });
    await manager.update(PointVersion, { pointId }, { createdAt });
    await manager.update(Section, { pointId }, { createdAt });
    await manager.update(SectionRevision, { sectionId: In(sections.map(({ id }) => id)) }, { createdAt });
  });
}
