import { isSame, mergeWording, type SourceWording } from '../programme/wording/wording.js';
import {
  type ClashChoice,
  type Clashes,
  carriedChoices,
  clashesOf,
  decidedWording,
  readChoices,
  readPress,
  withPress,
} from '../suggestions/clash.js';

/** The three wordings to be merged. */
export interface ThreeWordings {
  base: SourceWording;
  current: SourceWording;
  proposed: SourceWording;
}

/** What came with a form: choices as letters, the button that was pressed, and the final wording as typed. */
export interface TypedClash {
  choices: string;
  intent: string | undefined;
  final: SourceWording;
  /** The section's wording the form was made from. */
  seen: SourceWording;
}

/** A merge by hand on its way. */
export interface ClashWork {
  clashes: Clashes;
  choices: ClashChoice[];
  final: SourceWording;
  /** Whether the garant changed more than the choices do. */
  isEdited: boolean;
  /** What was typed could not be brought over to the choices, so it stays as it was. */
  kept: boolean;
}

/** Applies choices to what was typed before; without anything typed it begins with today's wording in each place. */
export function workOnClash({ base, current, proposed }: ThreeWordings, typed: TypedClash | null): ClashWork {
  const clashes = clashesOf(base, current, proposed);
  if (!typed) {
    const choices = readChoices('', clashes);
    return { clashes, choices, final: decidedWording(clashes, choices), isEdited: false, kept: false };
  }
  const before = clashesOf(base, typed.seen, proposed);
  const choicesBefore = readChoices(typed.choices, before);
  const press = readPress(typed.intent);
  const pressed = press ? readChoices(withPress(typed.choices, press), before) : choicesBefore;
  const choices = carriedChoices(before, pressed, clashes);
  const made = decidedWording(clashes, choices);
  const madeBefore = decidedWording(before, choicesBefore);
  const state = { clashes, choices };
  if (isSame(madeBefore, typed.final)) return { ...state, final: made, isEdited: false, kept: false };
  const brought = mergeWording(madeBefore, made, typed.final);
  return { ...state, final: brought ?? typed.final, isEdited: true, kept: brought === null };
}

/** Numbers, from 1, of the places that nobody has decided; none once the whole was edited. */
export function undecided({ choices, isEdited }: ClashWork): number[] {
  if (isEdited) return [];
  return choices.flatMap((choice, index) => (choice === null ? [index + 1] : []));
}
