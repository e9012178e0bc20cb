import { plain } from '../programme/content/plain.js';
import type { SectionText } from '../programme/points.service.js';
import type { SectionKind } from '../programme/section.entity.js';
import type { VersionPlace, Wording } from '../programme/versions.service.js';
import { isMinor } from '../programme/wording/minor.js';
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
  return placesWith(section, placesOf(acceptance, section, sections), sections);
}

/** The places of a version in which others stand instead of one section. */
export function placesWith(
  section: SectionText,
  instead: readonly VersionPlace[],
  sections: readonly SectionText[],
): VersionPlace[] {
  const places = sections.flatMap((other) => (other === section ? instead : [{ keep: other.revisionId }]));
  return withFittingKinds(places, sections);
}

function placesOf(
  acceptance: Acceptance,
  section: SectionText,
  sections: readonly SectionText[],
): VersionPlace[] {
  const { kind } = acceptance.proposal;
  if (kind === 'add') return [{ keep: section.revisionId }, newSection(added(acceptance), sections)];
  if (kind === 'reword') return [{ section: section.sectionId, wording: reworded(acceptance, section) }];
  if (sections.length === 1) throw new Refusal(409, 'suggestions.refusal.onlySection');
  const isRead = isSame(acceptance.base, section) || isMinor(acceptance.base, section);
  if (!isRead && !acceptance.confirmed) throw new Refusal(409, 'suggestions.refusal.movedBeforeRemoval');
  return [];
}

function added({ proposal, edited }: Acceptance): SourceWording {
  const { heading, body } = edited ?? proposal;
  return { heading: heading || proposal.heading, body };
}

/** The place of a section that was not there, of the kind the others are. */
export function newSection({ heading, body }: SourceWording, sections: readonly SectionText[]): VersionPlace {
  const kind = sections.some((section) => section.kind === 'bold') ? 'bold' : 'heading';
  return { section: 'new', wording: { kind, heading: plain(heading || ''), body } };
}

function reworded({ proposal, base, edited }: Acceptance, current: SectionText): Wording {
  const { kind } = current;
  const wording = edited ?? mergeWording(base, current, proposal);
  if (!wording) throw new Refusal(409, 'suggestions.refusal.collides');
  const heading = current.heading === null ? null : plain(wording.heading || current.heading);
  if (isSame({ heading, body: wording.body }, current))
    throw new Refusal(409, 'suggestions.refusal.noChange');
  return { kind, heading, body: wording.body };
}

/**
 * The places with the kinds their text will be read as: without any heading it is a whole body, above headings a
 * preamble, and a single bold line is none. Only the kind changes then, so votes stay.
 */
function withFittingKinds(places: readonly VersionPlace[], sections: readonly SectionText[]): VersionPlace[] {
  const wordings = places.map((place) => wordingOf(place, sections));
  const headed = wordings.filter((wording) => wording?.heading !== null).length;
  return places.map((place, i) => {
    const wording = wordings[i];
    const kind = wording && fittingKind(wording, headed);
    if (!wording || !kind || kind === wording.kind) return place;
    if (!('keep' in place)) return { ...place, wording: { ...place.wording, kind } };
    const { sectionId, heading, body } = wording;
    return { section: sectionId, wording: { kind, heading, body }, minor: true };
  });
}

function wordingOf(
  place: VersionPlace,
  sections: readonly SectionText[],
): (Wording & { sectionId: string }) | undefined {
  if (!('keep' in place)) return { ...place.wording, sectionId: place.section };
  return sections.find(({ revisionId }) => revisionId === place.keep);
}

function fittingKind({ kind, heading }: Wording, headed: number): SectionKind {
  if (heading === null) return headed === 0 ? 'whole' : 'preamble';
  return kind === 'bold' && headed === 1 ? 'heading' : kind;
}
