import type { EntityManager } from 'typeorm';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { placeOf, type SectionPlace } from '../feedback/section-place.js';
import { PointGarant } from '../programme/point-garant.entity.js';
import { found, notFound } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { decidedAlready } from './decided-already.js';
import { Suggestion } from './suggestion.entity.js';
import { isWaiting } from './suggestions.rules.js';

/** Which suggestion, and who decides. */
export interface Deciding {
  number: number;
  viewer: Viewer;
}

/** A suggestion about which something is being decided. */
export interface Case {
  suggestion: Suggestion;
  place: SectionPlace;
}

/** A suggestion on the garant's points. @throws Refusal 404: what is not on one's points is not there. */
export async function caseOnDesk(manager: EntityManager, { number, viewer }: Deciding): Promise<Case> {
  const suggestion = found(await manager.findOneBy(Suggestion, { number }));
  const place = found(await placeOf(manager, suggestion.sectionId));
  const garants = await manager.findBy(PointGarant, { pointId: place.pointId });
  const garantUids = garants.map(({ personUid }) => personUid);
  if (!mayManagePoint(viewer, { id: place.pointId, garantUids })) throw notFound();
  return { suggestion, place };
}

/** The same of one that waits. @throws Refusal 404; 409 when it was decided already. */
export async function waitingCase(manager: EntityManager, deciding: Deciding): Promise<Case> {
  const about = await caseOnDesk(manager, deciding);
  if (!isWaiting(about.suggestion)) throw decidedAlready(about.suggestion.state);
  return about;
}
