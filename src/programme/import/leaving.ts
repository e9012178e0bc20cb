import { goesOnFrom } from './accepted-words.js';
import { blankFate, type SectionFate } from './fates.js';
import { isMinorChange } from './next-wording.js';
import type { KnownSection } from './plan-point.js';
import type { Layout } from './tree-plan.js';

/** Today's sections that the file does not have: those that stay all the same, and what becomes of each. */
export function leaving(layout: Layout): { staying: KnownSection[]; fates: SectionFate[] } {
  const taken = new Set(layout.matches.sections);
  const staying: KnownSection[] = [];
  const fates = layout.known.current.flatMap((section): SectionFate[] => {
    const { sectionId, number } = section;
    const fate = { ...blankFate, incoming: null, sectionId, number };
    const destination = layout.movedOut.get(sectionId);
    if (destination) return [{ ...fate, kind: 'moved', into: { sectionId: null, ...destination } }];
    if (taken.has(sectionId)) return [];
    const clash = takesAccepted(layout, section) ? 'overwritten' : null;
    const isKept = clash !== null && layout.staying.has(sectionId);
    if (!isKept && !isAddition(layout, section)) return [{ ...fate, clash, ...wayOut(layout, sectionId) }];
    staying.push(section);
    return [{ ...fate, kind: 'unchanged', clash: isKept ? 'kept' : null, corrected: isKept }];
  });
  return { staying, fates };
}

/** A section that the file does not know, as an accepted suggestion added it. */
function isAddition({ matches, known }: Layout, { sectionId }: KnownSection): boolean {
  return !known.last.some((section) => section.sectionId === sectionId) && !matches.mergedInto.has(sectionId);
}

function wayOut({ matches, pointId, path }: Layout, sectionId: string): Pick<SectionFate, 'kind' | 'into'> {
  const incoming = matches.mergedInto.get(sectionId);
  if (incoming === undefined) return { kind: 'archived', into: null };
  return { kind: 'merged', into: { sectionId: matches.sections[incoming] ?? null, incoming, pointId, path } };
}

/** Whether words that were changed here leave with a section, and do not stand in the one that takes its text in. */
function takesAccepted({ known, matches, incoming }: Layout, section: KnownSection): boolean {
  const last = known.last.find(({ sectionId }) => sectionId === section.sectionId) ?? null;
  if (last && isMinorChange(last, section)) return false;
  const target = incoming[matches.mergedInto.get(section.sectionId) ?? -1];
  return !target || !goesOnFrom(target, last, section);
}
