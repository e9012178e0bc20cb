import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localeOf, localPath, ownPath, pathOf, withoutLocale } from '../../src/web/request.js';

describe('addresses in two languages', () => {
  it.each([
    ['/', 'cs', '/'],
    ['/en', 'en', '/'],
    ['/en/', 'en', '/'],
    ['/en?x=1', 'en', '/?x=1'],
    ['/en/program/kraj2020', 'en', '/program/kraj2020'],
    ['/energie', 'cs', '/energie'],
    ['/program/en', 'cs', '/program/en'],
  ])('%s is %s and leads to %s', (url, locale, path) => {
    expect(localeOf(url)).toBe(locale);
    expect(withoutLocale(url)).toBe(path);
  });

  it('finds its way back from either language', () => {
    for (const locale of ['cs', 'en'] as const) {
      for (const path of ['/', '/muj-ucet', '/program/kraj2020/doprava']) {
        expect(localeOf(localPath(locale, path))).toBe(locale);
        expect(withoutLocale(localPath(locale, path))).toBe(path);
      }
    }
  });
});

describe('ownPath', () => {
  it.each(['/', '/muj-ucet', '/program/a/b/sekce/3?x=1#komentar-2', '/en/garant'])(
    'lets %s through',
    (path) => {
      expect(ownPath(path)).toBe(path);
    },
  );

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/a\nb',
    '/a\tb',
    ' /a',
    '',
    `/${'a'.repeat(400)}`,
    null,
    ['/a'],
  ])('refuses %j', (path) => {
    expect(ownPath(path)).toBeNull();
  });

  it('never lets anything through that a browser would take to another host', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '\\', ':', 'a', '.', '@', '?', '\t', '\n', '%') }),
        (text) => {
          const path = ownPath(text);
          if (path !== null) expect(new URL(path, 'https://podnet.example').host).toBe('podnet.example');
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('pathOf', () => {
  it('gives a path on this host, whatever was asked for', () => {
    const part = fc.oneof(fc.constantFrom('/', '//', '\\', '%2f', '%5c', '.', '?', 'en'), fc.webFragments());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const path = pathOf({ url: `/${parts.join('')}` });
        expect(path).toMatch(/^\/(?![/\\])/);
        for (const link of [path, localPath('en', path)])
          expect(new URL(link, 'https://podnet.example').host).toBe('podnet.example');
      }),
    );
  });
});
