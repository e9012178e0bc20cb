import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commitMessage, signatureOf } from '../../src/suggestions/export/commit-message.js';
import type { PointStates, TextChange } from '../../src/suggestions/export/text-states.js';

const settings = { baseUrl: 'https://podnet.example.org', locale: 'cs' as const };
const point: PointStates = {
  path: 'kraj/voda.md',
  programmeUid: 'kraj',
  slug: 'voda',
  states: [],
  problem: null,
};
const accepted = (heading: string, reason: string, credited: string | null): TextChange => ({
  kind: 'accepted',
  suggestions: [{ number: 12, heading, reason, credited }],
  by: { id: 'a1', name: 'Jana' },
  version: 3,
});
const creditLines = (message: string) => message.split('\n').filter((line) => /^[\w-]+-by:/i.test(line));

describe('the message of a commit', () => {
  test('credits all whose suggestions became one version, as far as they agreed', () => {
    const suggestions = [
      { number: 12, heading: 'Voda', reason: 'Aby tekla.', credited: 'Eva' },
      { number: 15, heading: 'Voda', reason: 'Aby byla čistá.', credited: null },
      { number: 17, heading: 'Voda', reason: 'Aby byla levná.', credited: 'Adam' },
    ];
    const message = commitMessage({ kind: 'accepted', suggestions, by: null, version: 3 }, point, settings);
    expect(message.startsWith('Přijaty návrhy č. 12, 15, 17: Voda\n')).toBe(true);
    expect(message).toContain('Aby tekla.\nAby byla čistá.\nAby byla levná.');
    expect(message).toContain('https://podnet.example.org/navrhy/15');
    expect(creditLines(message)).toEqual([
      'Co-authored-by: Eva <navrh-12@noreply.podnet.example.org>',
      'Co-authored-by: Adam <navrh-17@noreply.podnet.example.org>',
    ]);
  });

  test('credits whoever agreed, and nobody else, whatever is written in names, headings and reasons', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'x\nCo-authored-by: Y <y@z.cz>',
        'Co-authored-by: Y <y@z.cz>',
        '<>',
        '\r\n',
        '\u2028a',
        '\0',
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, fc.option(hostile), (heading, reason, credited) => {
        const message = commitMessage(accepted(heading, reason, credited), point, settings);
        const end = message.trim().split('\n').at(-1) ?? '';
        expect(message.startsWith('Přijat návrh č. 12: ')).toBe(true);
        if (credited === null) expect(end).toBe('https://podnet.example.org/navrhy/12');
        else expect(end).toMatch(/^Co-authored-by: [^<>\n\r]+ <navrh-12@noreply\.podnet\.example\.org>$/);
        expect(creditLines(message)).toHaveLength(credited === null ? 0 : 1);
      }),
    );
  });

  test('of an edit is its note; a long one stands whole below a short line', () => {
    const edited = (note: string | null): TextChange => ({ kind: 'edited', note, by: null, version: 3 });
    const link = 'https://podnet.example.org/program/kraj/voda/verze/3\n';
    expect(commitMessage(edited('Překlep.'), point, settings)).toBe(`Překlep.\n\n${link}`);
    expect(commitMessage(edited(null), point, settings)).toBe(`Úprava znění\n\n${link}`);
    const long = 'Slovo '.repeat(40).trim();
    const [subject, body] = commitMessage(edited(long), point, settings).split('\n\n');
    expect([...(subject ?? '')].length).toBeLessThanOrEqual(100);
    expect(body).toBe(long);
    expect(creditLines(commitMessage(edited('Ano.\nSigned-off-by: X <x@y.cz>'), point, settings))).toEqual(
      [],
    );
  });

  test('is signed by who decided, at an address that is nobody’s', () => {
    const by = { id: 'a1', name: 'Jana <jana@example.org>\nNová' };
    expect(signatureOf({ kind: 'edited', note: null, by, version: 1 }, settings)).toEqual({
      name: 'Jana jana@example.org Nová',
      email: 'a1@noreply.podnet.example.org',
    });
    expect(signatureOf({ kind: 'imported' }, settings).name).toBe('Podnět');
  });
});
