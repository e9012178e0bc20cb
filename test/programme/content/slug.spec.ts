import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugger, slugify } from '../../../src/programme/content/slug.js';

describe('a slug', () => {
  it.each([
    ['Žluťoučký kůň, 100 %', 'zlutoucky-kun-100'],
    ['  --A--  ', 'a'],
    ['Łódź & Straße', 'lodz-strasse'],
    ['日本', ''],
  ])('of %j is %j', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it('is ASCII, short and stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const slug = slugify(text);
        expect(slug).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
        expect(slug.length).toBeLessThanOrEqual(80);
        expect(slugify(slug)).toBe(slug);
      }),
    );
  });

  it('is given once, even to thousands', () => {
    const unique = slugger();
    const slugs = ['a-2', ...Array.from({ length: 20_000 }, () => 'a')].map(unique);
    expect(slugs.slice(0, 4)).toEqual(['a-2', 'a', 'a-3', 'a-4']);
    expect(new Set(slugs).size).toBe(slugs.length);
  });
});
