import { describe, expect, it } from 'vitest';
import { readProgrammes } from '../../../src/programme/content/programmes.js';
import { instantFrom } from '../../../src/web/i18n/prague-time.js';

function read(...lines: string[]) {
  const { status, programmes, diagnostics } = readProgrammes(
    'programmes.yaml',
    Buffer.from(lines.join('\n')),
  );
  return { status, programmes, remarks: diagnostics.map(({ code, line }) => `${code}:${line}`) };
}

function readOne(...lines: string[]) {
  return read('programmes:', '  - uid: kraj', '    title: Kraj', ...lines.map((line) => `    ${line}`));
}

describe('programmes.yaml', () => {
  it('lists programmes with groups, dates and settings', () => {
    const { programmes, remarks } = read(
      'groups:',
      '  volby: Volby 2020',
      'programmes:',
      '  - uid: kraj',
      '    title: Kraj',
      '    group: volby',
      '    lead: O čem to je.',
      '    opens: 2026-11-01',
      '    closes: 2027-01-31',
      '    settled: 2027-03-15 12:00',
      '    votes: { shown: always }',
      '    contact: a@example.org',
      '  - uid: obec',
      '    title: Obec',
    );
    expect(remarks).toEqual([]);
    expect(programmes).toEqual([
      {
        uid: 'kraj',
        title: 'Kraj',
        group: 'volby',
        groupTitle: 'Volby 2020',
        lead: 'O čem to je.',
        opens: '2026-10-31T23:00:00.000Z',
        closes: '2027-01-31T22:59:59.999Z',
        settled: '2027-03-15T11:00:00.000Z',
        votesShown: 'always',
        contact: 'a@example.org',
        position: 0,
      },
      {
        uid: 'obec',
        title: 'Obec',
        group: null,
        groupTitle: null,
        lead: null,
        opens: null,
        closes: null,
        settled: null,
        votesShown: 'after-vote',
        contact: null,
        position: 1,
      },
    ]);
  });

  it.each([
    ['an impossible day', ['opens: 2026-02-30'], 'E-PROGRAMME-DATE:4'],
    ['a date in words', ['closes: zítra'], 'E-PROGRAMME-DATE:4'],
    ['an end before its beginning', ['opens: 2026-03-02', 'closes: 2026-03-01'], 'E-PROGRAMME-DATE:5'],
    ['a settlement before the end', ['closes: 2026-03-02', 'settled: 2026-03-02'], 'E-PROGRAMME-DATE:5'],
    ['an unknown setting', ['votes: { shown: never }'], 'E-PROGRAMME-VALUE:4'],
    ['a list for a text', ['lead: [a]'], 'E-PROGRAMME-VALUE:4'],
    ['a contact by script', ['contact: "javascript:alert(1)"'], 'E-PROGRAMME-VALUE:4'],
  ])('is rejected for %s', (_, lines, remark) => {
    expect(readOne(...lines)).toEqual({ status: 'rejected', programmes: [], remarks: [remark] });
  });

  it('is rejected without a list, a uid or a title, and for a uid given twice', () => {
    expect(read('groups: {}').remarks).toEqual(['E-PROGRAMME-VALUE:1']);
    expect(read('programmes:', '  - title: A').remarks).toEqual(['E-PROGRAMME-VALUE:2']);
    expect(read('programmes:', '  - uid: a').remarks).toEqual(['E-PROGRAMME-VALUE:2']);
    const twice = read('programmes:', '  - { uid: a, title: A }', '  - { uid: a, title: B }');
    expect(twice.remarks).toEqual(['E-PROGRAMME-DUP:3']);
    expect(read('programmes: [').remarks[0]).toMatch(/^E-YAML:/);
  });

  it('only warns of unknown keys', () => {
    expect(readOne('tittle: x')).toMatchObject({ status: 'imported', remarks: ['W-KEY-UNKNOWN:4'] });
  });
});

describe('a date', () => {
  it.each([
    ['2026-07-01', 'start', '2026-06-30T22:00:00.000Z'],
    ['2026-07-01', 'end', '2026-07-01T21:59:59.999Z'],
    ['2026-12-31', 'end', '2026-12-31T22:59:59.999Z'],
    ['2026-03-29', 'start', '2026-03-28T23:00:00.000Z'],
    ['2026-03-29', 'end', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', 'end', '2026-10-25T22:59:59.999Z'],
    ['2026-07-01 18:30', 'end', '2026-07-01T16:30:00.000Z'],
    ['2026-07-01T18:30:05', 'start', '2026-07-01T16:30:05.000Z'],
    ['2026-07-01T18:30Z', 'start', '2026-07-01T18:30:00.000Z'],
    ['2026-07-01T18:30+0530', 'start', '2026-07-01T13:00:00.000Z'],
  ] as const)('%s as the %s of a stretch', (text, edge, instant) => {
    expect(instantFrom(text, edge)).toBe(instant);
  });

  it.each(['', '1. 7. 2026', '2026-13-01', '2026-02-30', '2026-07-01 25:00', '2026-07-01T12:60'])(
    'is not %j',
    (text) => {
      expect(instantFrom(text, 'start')).toBeNull();
    },
  );
});
