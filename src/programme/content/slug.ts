import { folded } from './plain.js';

const maxLength = 80;
const letters: Record<string, string> = {
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
};

/** ASCII form for addresses: lower-case letters, digits and single hyphens, at most 80 characters; may be empty. */
export function slugify(text: string): string {
  return folded(text)
    .replace(/[ßłđøæœþð]/g, (letter) => letters[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, maxLength)
    .replace(/-$/, '');
}

/** Gives each slug once: the second `slug` becomes `slug-2`, and so on. */
export function slugger(): (slug: string) => string {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return (slug) => {
    let candidate = slug;
    while (taken.has(candidate)) {
      // Counted on from the last number: a thousand equal headings must not cost a million look-ups.
      const number = next.get(slug) ?? 2;
      next.set(slug, number + 1);
      candidate = `${slug}-${number}`;
    }
    taken.add(candidate);
    return candidate;
  };
}
