import type { SectionText } from '../programme/points.service.js';
import type { VersionPlace, Wording } from '../programme/versions.service.js';
import { isSame, mergeWording, type SourceWording } from '../programme/wording/wording.js';
import { Refusal } from '../web/refusal.js';
import type { Proposal } from './proposal.js';

/** A proposal to be made the text: with the wording it was written on, and what the garant made of it. */
export interface Acceptance {
  sectionId: string;
  proposal: Proposal;
  base: SourceWording;
  /** Final wording, decided by the garant. */
  edited?: SourceWording;
  /** The garant removes the section though its text has changed since. */
  confirmed?: boolean;
}

/**
 * The places of the version that an acceptance makes.
 * @param sections text of the point's newest version.
 * @throws Refusal 409 when the section is not part of it, when the wordings collide, or when nothing would change.
 */
export function placesAfter(acceptance: Acceptance, sections: readonly SectionText[]): VersionPlace[] {
  const section = sections.find(({ sectionId }) => sectionId === acceptance.sectionId);
  if (!section) throw new Refusal(409, 'suggestions.refusal.sectionGone');
  const keep = ({ revisionId }: SectionText): VersionPlace => ({ keep: revisionId });
  return sections.flatMap((other) =>
    other === section ? placesOf(acceptance, section, sections.length) : [keep(other)],
  );
}

function placesOf(acceptance: Acceptance, section: SectionText, count: number): VersionPlace[] {
  const { kind } = acceptance.proposal;
  if (kind === 'add')
    return [{ keep: section.revisionId }, { section: 'new', wording: added(acceptance, section) }];
  if (kind === 'reword') return [{ section: section.sectionId, wording: reworded(acceptance, section) }];
  if (count === 1) throw new Refusal(409, 'suggestions.refusal.onlySection');
  if (!isSame(acceptance.base, section) && !acceptance.confirmed)
    throw new Refusal(409, 'suggestions.refusal.movedBeforeRemoval');
  return [];
}

function added({ proposal, edited }: Acceptance, neighbour: SectionText): Wording {
  const { heading, body } = edited ?? proposal;
  return { kind: neighbour.kind === 'bold' ? 'bold' : 'heading', heading: heading || proposal.heading, body };
}

function reworded({ proposal, base, edited }: Acceptance, current: SectionText): Wording {
  const { kind } = current;
  const wording = edited ?? mergeWording(base, current, proposal);
  if (!wording) throw new Refusal(409, 'suggestions.refusal.collides');
  const heading = current.heading === null ? null : wording.heading || current.heading;
  if (isSame({ heading, body: wording.body }, current))
    throw new Refusal(409, 'suggestions.refusal.noChange');
  return { kind, heading, body: wording.body };
}
