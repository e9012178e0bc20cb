import { notFound } from '../web/refusal.js';

/** What the last part of an address asks for: one state, or two to compare. */
export type Asked = { one: number } | { before: number; after: number };

const number = '[1-9]\\d{0,8}';
const pattern = new RegExp(`^(${number})(?:\\.\\.(${number}))?$`);

/** Reads `3` or `3..5`. @throws Refusal 404 for anything else. */
export function readAsked(text: string): Asked {
  const [, first, second] = pattern.exec(text) ?? [];
  if (first === undefined) throw notFound();
  return second === undefined ? { one: Number(first) } : { before: Number(first), after: Number(second) };
}

/** Two numbers of a form that say what to compare, the smaller first; null unless both are there and differ. */
export function readCompared(
  from: unknown,
  to: unknown,
  newest: number,
): { before: number; after: number } | null {
  const numbers = [from, to].map((value) =>
    typeof value === 'string' && /^\s*[1-9]\d{0,8}\s*$/.test(value) ? Number(value) : Number.NaN,
  );
  const [before = Number.NaN, after = Number.NaN] = numbers.sort((a, b) => a - b);
  return before < after && after <= newest ? { before, after } : null;
}

/** A number in the address; null for anything else. */
export function numberIn(value: unknown): number | null {
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
}
