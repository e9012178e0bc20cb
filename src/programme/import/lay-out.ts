import { longestRisingRun } from '../rising-run.js';
import { blankFate, type FateWording, type SectionFate } from './fates.js';
import { leaving } from './leaving.js';
import { isSameWording, type NextWording, nextWording } from './next-wording.js';
import type { ImportedSection, KnownSection, KnownText } from './plan-point.js';
import type { Layout, MovedSection, PlannedFile, PlannedPlace } from './tree-plan.js';

type LaidOut = Pick<PlannedFile, 'places' | 'sourceSections' | 'merged' | 'movesIn'> & {
  fates: SectionFate[];
};

interface Slot {
  place: PlannedPlace;
  incoming: number | null;
}

/** Puts the sections of a file, and those that only today's text has, in the order of the next version. */
export function layOut(layout: Layout): LaidOut {
  const texts = textsOf(layout.known);
  const decided = layout.incoming.map((wording, i) => decide(layout, texts, wording, i));
  const slots: Slot[] = decided.flatMap(({ place }, incoming) => (place ? [{ place, incoming }] : []));
  const { staying, fates } = leaving(layout);
  insertAdditions(slots, staying, layout.known.current);
  const places = slots.map(({ place }) => place);
  const placeOf = new Map(slots.flatMap(({ incoming }, at) => (incoming === null ? [] : [[incoming, at]])));
  const isUnchanged =
    places.length === layout.known.current.length &&
    places.every((place, i) => 'keep' in place && place.keep === layout.known.current[i]?.revisionId);
  return {
    places: isUnchanged ? null : places,
    sourceSections: decided.map(({ fate }, i) => {
      const place = placeOf.get(i);
      return place === undefined ? { sectionId: fate.sectionId ?? '' } : { place };
    }),
    merged: fates.flatMap(({ kind, sectionId, into }) => {
      const place = placeOf.get(into?.incoming ?? -1);
      return kind !== 'merged' || sectionId === null || place === undefined ? [] : [{ sectionId, place }];
    }),
    movesIn: [...layout.movedIn.values()].map(({ section, fromPointId }) => ({
      sectionId: section.sectionId,
      fromPointId,
    })),
    fates: withOrder([...decided.map(({ fate }) => fate), ...fates], layout.known, places),
  };
}

interface Texts {
  last: Map<string, ImportedSection>;
  current: Map<string, KnownSection>;
  archived: Map<string, KnownSection>;
}

function textsOf({ last, current, archived }: KnownText): Texts {
  return { last: byId(last), current: byId(current), archived: byId(archived) };
}

function byId<T extends ImportedSection>(sections: readonly T[]): Map<string, T> {
  return new Map(sections.map((section) => [section.sectionId, section]));
}

interface Decision {
  place: PlannedPlace | null;
  fate: SectionFate;
}

function decide(layout: Layout, texts: Texts, wording: FateWording, incoming: number): Decision {
  const moved = layout.movedIn.get(incoming);
  const corrected = layout.corrected.has(incoming);
  const fate = { ...blankFate, incoming, corrected };
  if (moved) return movedHere(layout, moved, wording, { ...fate, incoming });
  const sectionId = layout.matches.sections[incoming] ?? null;
  if (sectionId === null) return fresh(layout, texts, wording, incoming, fate);
  const last = texts.last.get(sectionId) ?? null;
  const archived = texts.archived.get(sectionId) ?? null;
  // One that is in the last file but not in the text was taken out by an accepted suggestion.
  const today = texts.current.get(sectionId) ?? (last ? null : archived);
  const keep = layout.kept.get(incoming) === sectionId;
  const returns = !texts.current.has(sectionId);
  const next = nextWording({ last, current: today, isFormer: returns, incoming: wording, keep });
  const number = (today ?? archived)?.number ?? null;
  const known = { ...fate, sectionId, number };
  if (next.change === 'none' && !today)
    return { place: null, fate: { ...known, kind: 'unchanged', ...keptBy(next, known) } };
  return placed(sectionId, today, next, { ...known, returns });
}

function placed(
  sectionId: string,
  today: KnownSection | null,
  next: NextWording,
  fate: Omit<SectionFate, 'kind'> & { kind?: 'moved' },
): Decision {
  if (next.change === 'none')
    return {
      place: { keep: today?.revisionId ?? '', sectionId },
      fate: { ...fate, kind: fate.kind ?? 'unchanged', ...keptBy(next, fate) },
    };
  const { wording, minor, clash } = next;
  return {
    place: { section: sectionId, wording, splitFromId: null, minor },
    fate: { ...fate, kind: fate.kind ?? 'edited', minor, clash },
  };
}

function keptBy({ clash }: { clash?: 'kept' }, { corrected }: Pick<SectionFate, 'corrected'>) {
  return { clash: clash ?? null, corrected: corrected || clash === 'kept' };
}

function movedHere(
  { kept }: Layout,
  { section, last, fromPointId }: MovedSection,
  wording: FateWording,
  fate: Omit<SectionFate, 'kind'> & { incoming: number },
): Decision {
  const { sectionId, number } = section;
  const keep = kept.get(fate.incoming) === sectionId;
  const next = nextWording({ last, current: section, incoming: wording, keep });
  const from = { sectionId, pointId: fromPointId, number };
  return placed(sectionId, section, next, { ...fate, kind: 'moved', sectionId, number, from });
}

function fresh(
  layout: Layout,
  texts: Texts,
  { kind, heading, body }: FateWording,
  incoming: number,
  fate: Omit<SectionFate, 'kind'>,
): Decision {
  const parentId = layout.matches.splitFrom.get(incoming) ?? null;
  const parent = parentId && (texts.current.get(parentId) ?? texts.archived.get(parentId));
  const wording = { kind, heading, body };
  return {
    place: { section: 'new', wording, splitFromId: parentId, minor: false },
    fate: {
      ...fate,
      kind: parentId === null ? 'new' : 'split',
      from:
        parentId && layout.pointId
          ? { sectionId: parentId, pointId: layout.pointId, number: parent ? parent.number : 0 }
          : null,
    },
  };
}

/** Such sections stand behind the section they stand behind today, or the nearest one before it that is left. */
function insertAdditions(
  slots: Slot[],
  additions: readonly KnownSection[],
  current: readonly KnownSection[],
): void {
  for (const section of additions) {
    let at = -1;
    for (let i = current.indexOf(section) - 1; i >= 0 && at < 0; i--)
      at = slots.findIndex(({ place }) => sectionOf(place) === current[i]?.sectionId);
    const place = { keep: section.revisionId, sectionId: section.sectionId };
    slots.splice(at + 1, 0, { place, incoming: null });
  }
}

function sectionOf(place: PlannedPlace): string {
  return 'keep' in place ? place.sectionId : place.section;
}

/** Marks those that change their place among the sections that stay: all that are not on the longest run in order. */
function withOrder(
  fates: SectionFate[],
  { current }: KnownText,
  places: readonly PlannedPlace[],
): SectionFate[] {
  const before = new Map(current.map(({ sectionId }, i) => [sectionId, i]));
  const kept = places.map(sectionOf).filter((id) => before.has(id));
  const inOrder = longestRisingRun(kept.map((id) => before.get(id) ?? 0));
  const moving = new Set(kept.filter((id) => !inOrder.has(before.get(id) ?? 0)));
  return fates.map((fate) =>
    fate.sectionId !== null && moving.has(fate.sectionId) ? { ...fate, reordered: true } : fate,
  );
}

/** Whether a file says to the letter what the text says today. */
export function isTodaysText({ current }: KnownText, incoming: readonly FateWording[]): boolean {
  return (
    current.length === incoming.length &&
    current.every((section, i) => {
      const other = incoming[i];
      return other !== undefined && isSameWording(section, other);
    })
  );
}
