import { randomInt } from 'node:crypto';

/** Digits of a code. */
const digits = 6;

/** Six random digits, for those who read mail on another device than the one they sign in on. */
export function newCode(): string {
  return String(randomInt(10 ** digits)).padStart(digits, '0');
}

/** As it stands in mail: two groups of three are easier to carry over. */
export function spaced(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

/** A code as somebody typed it, with or without what parts its groups; null for what cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed.replace(/[\s\u00a0.-]/g, '');
  return /^[0-9]{6}$/.test(code) ? code : null;
}
