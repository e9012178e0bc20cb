import { skeleton } from './skeleton.js';

/** Stems that stand for an office or a seal wherever they are in a name; long enough not to be in anybody's own. */
const stems = [
  'garant',
  'moderator',
  'administrator',
  'správce',
  'správkyně',
  'redakce',
  'ověřen',
  'verified',
  'oficiální',
  'official',
  'zástupce',
  'zástupkyně',
].map(skeleton);

/** Short words that do so only as a whole word. */
const words = new Set(
  ['admin', 'admini', 'adminka', 'tým', 'team', 'staff', 'deputy', 'podnět', 'podnětu'].map(skeleton),
);

/** Words of a name as they look, case, accents and alphabets aside. */
export function nameWords(name: string): string[] {
  return name
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(skeleton)
    .filter((word) => word !== '');
}

/** Whether a name says that its owner holds an office here, or that somebody vouched for them. */
export function claimsOffice(name: string): boolean {
  const whole = skeleton(name);
  return (
    stems.some((stem) => whole.includes(stem)) ||
    words.has(whole) ||
    nameWords(name).some((word) => words.has(word))
  );
}

/**
 * Whether a name can be mistaken for another: it looks the same, or holds all its words in whatever order and
 * company (`Ing. Jaroš Jiří` for `Jiří Jaroš`). A single word counts only alone, or nobody could be called Jan.
 */
export function canBeMistakenFor(name: string, other: string): boolean {
  const whole = skeleton(name);
  if (whole === skeleton(other)) return true;
  const wanted = nameWords(other);
  if (wanted.length < 2) return false;
  const own = nameWords(name);
  return wanted.every((word) => own.includes(word));
}
