import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailHtml } from '../../src/mail/mail-html.js';

const base = 'https://podnet.example.org';

describe('A mail as HTML', () => {
  it('links addresses of this site within it', () => {
    expect(mailHtml(`Zde:\n${base}/en/a?b=1&c=2#d\nkonec`, base)).toBe(
      `Zde:\n<a href="/en/a?b=1&amp;c=2#d">${base}/en/a?b=1&amp;c=2#d</a>\nkonec`,
    );
    expect(mailHtml(base, base)).toBe(`<a href="/">${base}</a>`);
  });

  it('links no other addresses', () => {
    for (const text of [
      'https://elsewhere.cz/',
      `${base}.elsewhere.cz/`,
      `${base}@elsewhere.cz`,
      `${base}//elsewhere.cz/`,
      'http://podnet.example.org/',
      'javascript:alert(1)',
    ]) {
      expect(mailHtml(text, base)).not.toContain('<a');
    }
  });

  it('lets no markup through, whatever the text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(base, `${base}/a`, '<script>', '"', "'", '>', '&', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const html = mailHtml(pieces.join(''), base);
        const outside = html.replace(/<a href="[^"<>']*">/g, '').replaceAll('</a>', '');
        expect(outside).not.toMatch(/[<>"']/);
      }),
    );
  });
});
