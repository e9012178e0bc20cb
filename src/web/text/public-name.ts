import { bidiControl, invisible, lengthOf, loneSurrogate, normaliseLine } from './characters.js';
import { type Checked, refuse } from './problem.js';

/** Bounds of a public name in characters. */
export const publicNameLength = { min: 2, max: 60 } as const;

// More marks on one letter than any living script needs run over the lines around the name.
const markStack = /\p{M}{3,}/u;
/** Signs and pictures: ticks, stars, shields, letters in circles. Marks of verified people are ours to draw. */
const sign = /(?![+^`´¨~])[\p{S}\p{Extended_Pictographic}\p{Co}\u2020\u2021\u203b\u2042]/u;
const deceptive = [loneSurrogate, /[\p{Cc}\u2028\u2029]/u, bidiControl, invisible, markStack];

/**
 * Checks a public name and gives it back in NFC with white space collapsed. Refuses characters that could make it
 * pass for another name (bidirectional controls, zero-width), signs that look like a mark of ours, line breaks, names
 * without a letter, and addresses: an e-mail address in this field would be published by mistake.
 */
export function checkPublicName(value: unknown): Checked {
  if (typeof value !== 'string' || value.trim() === '') return refuse('forms.name.required');
  const typed = value.trim().normalize('NFC');
  if (deceptive.some((pattern) => pattern.test(typed))) return refuse('forms.name.characters');
  if (sign.test(typed)) return refuse('forms.name.sign');
  const name = normaliseLine(typed);
  if (/@|:\/\/|www\./i.test(name)) return refuse('forms.name.address');
  if (!/\p{L}/u.test(name)) return refuse('forms.name.letter');
  const length = lengthOf(name);
  if (length < publicNameLength.min) return refuse('forms.name.tooShort', { min: publicNameLength.min });
  if (length > publicNameLength.max) return refuse('forms.name.tooLong', { max: publicNameLength.max });
  return { ok: true, value: name };
}
