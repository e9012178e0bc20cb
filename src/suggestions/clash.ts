import { type MergePart, merge3 } from '../programme/wording/merge3.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { normaliseText } from '../web/text/characters.js';

/** What becomes of a place both sides changed: one of them, or both in either order. Null: not decided yet. */
export type ClashChoice = 'current' | 'proposed' | 'currentFirst' | 'proposedFirst' | null;

/** A place where a suggestion and today's text changed the same words, each its own way. */
export interface ClashPlace {
  field: 'heading' | 'body';
  base: string;
  current: string;
  proposed: string;
  /** The texts are too unlike to be merged by words: the place is all of them. */
  whole: boolean;
  /** Whether taking both makes sense: not for headings, whole texts, and where one side says nothing. */
  both: boolean;
}

/** Three wordings, merged where they can be. */
export interface Clashes {
  heading: readonly MergePart[];
  body: readonly MergePart[];
  /** In the order of the text, those in the heading first. */
  places: ClashPlace[];
  headed: boolean;
}

const letters: [string, ClashChoice][] = [
  ['c', 'current'],
  ['p', 'proposed'],
  ['a', 'currentFirst'],
  ['b', 'proposedFirst'],
];

/** Finds the places in which a suggestion clashes with today's wording. */
export function clashesOf(base: SourceWording, current: SourceWording, proposed: SourceWording): Clashes {
  const heading = merged(base.heading ?? '', current.heading ?? '', proposed.heading ?? '');
  const body = merged(normaliseText(base.body), normaliseText(current.body), normaliseText(proposed.body));
  return {
    heading: heading.parts,
    body: body.parts,
    places: [...placesIn('heading', heading), ...placesIn('body', body)],
    headed: current.heading !== null,
  };
}

/** The wording that comes out; what is not decided stays as it is today. */
export function decidedWording(
  { heading, body, headed }: Clashes,
  choices: readonly ClashChoice[],
): SourceWording {
  const inHeading = heading.filter(({ kind }) => kind === 'conflict').length;
  const headingText = resolved(heading, choices.slice(0, inHeading));
  return { heading: headed ? headingText : null, body: resolved(body, choices.slice(inHeading)) };
}

/** One choice for each place, from their letters; what makes no sense is undecided. */
export function readChoices(text: string | undefined, { places }: Clashes): ClashChoice[] {
  return places.map((place, index) => {
    const choice = letters.find(([letter]) => letter === text?.[index])?.[1] ?? null;
    return choice === 'current' || choice === 'proposed' || place.both ? choice : null;
  });
}

/** The choices as letters. */
export function writeChoices(choices: readonly ClashChoice[]): string {
  return choices.map((choice) => letters.find(([, known]) => known === choice)?.[0] ?? '-').join('');
}

/** Choices made about an older text, for those places that are still the same. */
export function carriedChoices(
  before: Clashes,
  choices: readonly ClashChoice[],
  now: Clashes,
): ClashChoice[] {
  return now.places.map(({ field, current, proposed }) => {
    const at = before.places.findIndex(
      (place) => place.field === field && place.current === current && place.proposed === proposed,
    );
    return choices[at] ?? null;
  });
}

/** Reads a pressed button, such as "p2": the choice for the second place. Null for any other button. */
export function readPress(text: string | undefined): { place: number; letter: string } | null {
  const press = /^([cpab])([1-9]\d{0,3})$/.exec(text ?? '');
  return press?.[1] && press[2] ? { letter: press[1], place: Number(press[2]) - 1 } : null;
}

/** The letters with one choice made; pressed again, it is taken back. */
export function withPress(text: string, { place, letter }: { place: number; letter: string }): string {
  const all = [...text.padEnd(place + 1, '-')];
  all[place] = all[place] === letter ? '-' : letter;
  return all.join('');
}

function merged(
  base: string,
  current: string,
  proposed: string,
): { parts: readonly MergePart[]; whole: boolean } {
  const merge = merge3(base, current, proposed);
  if (!merge.clean) return { parts: merge.parts, whole: merge.rewritten };
  return { parts: [{ kind: 'text', text: merge.text, of: { base, current, proposed } }], whole: false };
}

function placesIn(
  field: ClashPlace['field'],
  { parts, whole }: { parts: readonly MergePart[]; whole: boolean },
): ClashPlace[] {
  return parts.flatMap((part) => {
    if (part.kind === 'text') return [];
    const { base, current, proposed } = part;
    const says = current.trim() !== '' && proposed.trim() !== '';
    return [{ field, base, current, proposed, whole, both: field === 'body' && !whole && says }];
  });
}

function resolved(parts: readonly MergePart[], choices: readonly ClashChoice[]): string {
  let place = 0;
  return parts
    .map((part) => (part.kind === 'text' ? part.text : chosen(part, choices[place++] ?? null)))
    .join('');
}

function chosen({ current, proposed }: { current: string; proposed: string }, choice: ClashChoice): string {
  if (choice === 'proposed') return proposed;
  if (choice === 'currentFirst') return oneAfterOther(current, proposed);
  if (choice === 'proposedFirst') return oneAfterOther(proposed, current);
  return current;
}

function oneAfterOther(first: string, second: string): string {
  const isParagraphs = `${first.trim()}${second.trim()}`.includes('\n\n');
  const ending = /\s*$/.exec(first)?.[0] ?? '';
  const gap = isParagraphs ? '\n\n' : ' ';
  return first.trimEnd() + gap + second.trim() + ending;
}
