import { isVisible, lengthOf, loneSurrogate, normaliseLine, normaliseText } from './characters.js';
import { type Checked, refuse } from './problem.js';

/** Bounds in characters (code points). Without `min` at least one visible character is needed; `min: 0` allows none. */
export interface TextBounds {
  readonly min?: number;
  readonly max: number;
  /** Collapses white space and line breaks into single spaces. */
  readonly oneLine?: boolean;
}

/**
 * Checks what a citizen wrote and gives it back in its normal form (see `normaliseText`). Refuses what is not a
 * text, NUL, lone surrogates, text of invisible characters only, too short and too long ones.
 */
export function checkText(value: unknown, bounds: TextBounds): Checked {
  if (typeof value !== 'string') return refuse('forms.text.required');
  if (value.includes('\0') || loneSurrogate.test(value)) return refuse('forms.text.broken');
  const text = bounds.oneLine ? normaliseLine(value) : normaliseText(value);
  if (!isVisible(text)) return bounds.min === 0 ? { ok: true, value: '' } : refuse('forms.text.required');
  const length = lengthOf(text);
  if (length < (bounds.min ?? 1)) return refuse('forms.text.tooShort', { min: bounds.min ?? 1, length });
  if (length > bounds.max)
    return refuse('forms.text.tooLong', { max: bounds.max, length, over: length - bounds.max });
  return { ok: true, value: text };
}
