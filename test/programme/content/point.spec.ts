import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPoint } from '../../../src/programme/content/point.js';
import { headerLines, read, withBody, withHeader } from './reading.js';

const complete = ['uid: doprava', 'order: 1', 'title: Doprava'];

describe('what rejects a file', () => {
  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0x61, 0xff]), 'E-ENC:2'],
    ['a NUL', Buffer.from('---\ntitle: a\0b\n---\n'), 'E-ENC:2'],
    ['UTF-16', Buffer.from('\ufeff---\n', 'utf16le'), 'E-ENC:1'],
    ['nothing', '', 'E-EMPTY:1'],
    ['nothing but a byte order mark and blanks', '\ufeff \n\n', 'E-EMPTY:1'],
    ['a text without header', '# Nadpis\n', 'E-FM-MISSING:1'],
    ['a blank line before the header', '\n---\ntitle: a\n---\n', 'E-FM-MISSING:1'],
    ['a header without end', '---\ntitle: a\n', 'E-FM-UNCLOSED:1'],
    ['a key without colon', '---\ntitle: a\nuid\n---\n', 'E-YAML:3'],
    ['a value with a colon', '---\ntitle: a: b\n---\n', 'E-YAML:2'],
    ['a list as header', '---\n- a\n---\n', 'E-YAML-NOTMAP:2'],
    ['an empty header', '---\n---\ntext', 'E-YAML-NOTMAP:2'],
  ])('%s', (_, source, remark) => {
    expect(read(source)).toMatchObject({ status: 'rejected', remarks: [remark] });
  });

  it('no title', () => {
    expect(read(withHeader('uid: a', 'order: 1'))).toMatchObject({
      status: 'rejected',
      remarks: ['E-TITLE:1'],
    });
    expect(read(withHeader('uid: a', 'order: 1', 'title:'))).toMatchObject({ remarks: ['E-TITLE:5'] });
  });

  it('an alias bomb, a cycle, ten thousand brackets and a huge header, at once', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [i, name] of [...'bcdefghi'].entries()) {
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`);
    }
    for (const hostile of [
      bomb.join('\n'),
      'a: &a [*a]',
      `a: ${'['.repeat(10_000)}`,
      `a: ${'&a '.repeat(60_000)}`,
    ]) {
      const { status, remarks } = read(withHeader(...complete, hostile));
      expect(status).toBe('rejected');
      expect(remarks[0]).toMatch(/^E-YAML:/);
    }
  });
});

describe('the header', () => {
  it('may be closed by three dots and carry a byte order mark and CRLF', () => {
    const source =
      '\ufeff---\r\ncampaignCategoryUid: kraj\r\nuid: a\r\norder: 1\r\ntitle: A\r\n...\r\n## B\r\nx\r\n';
    const { point, remarks } = read(source);
    expect(remarks).toEqual([]);
    expect(point?.sections).toMatchObject([{ heading: 'B', body: 'x', line: 7 }]);
    expect(point?.source).toBe(source);
  });

  it('makes a page of a file without programme, and knows the older key', () => {
    expect(read('---\ntitle: a\n---\n')).toMatchObject({ status: 'skipped', remarks: ['I-PAGE:1'] });
    expect(read('---\ntitle: a\ncategory: praha\nuid: a\norder: 1\n---\n## A\nx').point?.programme).toBe(
      'praha',
    );
  });

  it('makes a page of a file whose programme could have no address', () => {
    for (const uid of ['.', '..'])
      expect(read(`---\ntitle: a\ncampaignCategoryUid: "${uid}"\n---\nx`).status).toBe('skipped');
  });

  it('counts the last of repeated keys', () => {
    const { point, remarks } = read(withHeader(...complete, 'title: Jiný'));
    expect(point?.title).toBe('Jiný');
    expect(remarks).toEqual(['W-KEY-DUP:6']);
  });

  it('ignores keys of layouts quietly and others aloud', () => {
    expect(read(withHeader(...complete, 'layout: x', 'relatives: [a]', 'titel: x')).remarks).toEqual([
      'W-KEY-UNKNOWN:8',
    ]);
  });

  it('never runs code and never touches prototypes', () => {
    const { point } = read(
      withHeader(...complete, 'shortTitle: !!js/function "x"', '__proto__: { polluted: 1 }'),
    );
    expect(point?.shortTitle).toBe('x');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('cleans scalars and keeps numbers as they are written', () => {
    const { point } = read(
      withHeader('title: "\u200b Dopra\u00ADva\u00a0 a \u202e silnice "', 'uid: 007', 'order: 1'),
    );
    expect(point?.title).toBe('Dopra\u00ADva a silnice');
    expect(point?.uid).toBe('007');
  });

  it('takes the uid from the file name when there is none', () => {
    const { point, remarks } = read(withHeader('order: 1', 'title: A'), {}, 'kraj/# Životní prostředí.md');
    expect(point?.uid).toBe('zivotni-prostredi');
    expect(remarks).toEqual(['W-UID-MISSING:1']);
  });

  it.each([
    ['order: 7', 7, []],
    ['order: "-2"', -2, []],
    ['order:', null, ['W-ORDER-MISSING:4']],
    ['shortTitle: x', null, ['W-ORDER-MISSING:1']],
    ['order: 1.5', null, ['W-ORDER-TYPE:4']],
    ['order: první', null, ['W-ORDER-TYPE:4']],
    ['order: [1]', null, ['W-ORDER-TYPE:4']],
    ['order: 99999999999', null, ['W-ORDER-TYPE:4']],
  ])('reads %s', (line, order, remarks) => {
    const { point, remarks: found } = read(withHeader('uid: a', line, 'title: A'));
    expect(point?.order).toBe(order);
    expect(found).toEqual(remarks);
  });

  it.each([
    ['garant: jana.nova', ['jana.nova']],
    ['garant: [jana.nova, petr.maly]', ['jana.nova', 'petr.maly']],
    ['garant: "jana.nova, petr.maly, jana.nova"', ['jana.nova', 'petr.maly']],
    ['garant: # jana.nova', []],
    ['garant: [~, ""]', []],
  ])('reads %s', (line, garants) => {
    expect(read(withHeader(...complete, line)).point?.garants).toEqual(garants);
  });

  it('keeps a garant who is not among the people, with a warning', () => {
    const people = new Set(['jana.nova']);
    const { point, remarks } = read(withHeader(...complete, 'garant: [jana.nova, kdo.vi]'), { people });
    expect(point?.garants).toEqual(['jana.nova', 'kdo.vi']);
    expect(remarks).toEqual(['W-GARANT-UNKNOWN:6']);
  });

  it('joins perex1 to perex3 only without a perex', () => {
    expect(read(withHeader(...complete, 'perex1: a', 'perex2:', 'perex3: c')).point?.perex).toBe('a c');
    expect(read(withHeader(...complete, 'perex1: a', 'perex: b')).point?.perex).toBe('b');
    expect(read(withHeader(...complete, 'perex: " "')).point?.perex).toBeNull();
  });

  it('reads tickets and leaves a field empty that is no text', () => {
    const { point, remarks } = read(withHeader(...complete, 'redmine: [12, "#34", x]', 'perex: [a]'));
    expect(point?.redmine).toEqual([12, 34]);
    expect(point?.perex).toBeNull();
    expect(remarks).toEqual(['I-FIELD-TYPE:7']);
  });

  it('cuts what no column would hold', () => {
    const { point, remarks } = read(withHeader('uid: a', 'order: 1', `title: ${'á'.repeat(400)}`));
    expect(point?.title).toHaveLength(300);
    expect(remarks).toEqual(['W-FIELD-LONG:5']);
  });
});

describe('the motto', () => {
  it.each([
    ['__Motto: „Stavíme mosty.“__', 'Stavíme mosty.'],
    ['**Motto: "Každá koruna"**', 'Každá koruna'],
    ['__Motto:  Říkáme „ano“__', 'Říkáme „ano“'],
  ])('%s', (line, motto) => {
    const { point } = read(withBody('', line, '', '## A', 'x'));
    expect(point?.motto).toBe(motto);
    expect(point?.sections.map(({ heading }) => heading)).toEqual(['A']);
  });

  it('is only the first line', () => {
    const { point } = read(withBody('Text.', '__Motto: ne__', '## A', 'x'));
    expect(point?.motto).toBeNull();
    expect(point?.sections[0]?.body).toBe('Text.\n__Motto: ne__');
  });
});

describe('whatever the bytes are', () => {
  it('the reader answers, and gives the source back to the byte', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(withBody(text))),
      fc
        .string({ unit: fc.constantFrom(...'#*_ \n\r>-`[]()<a/:.=|~'), maxLength: 120 })
        .map((text) => Buffer.from(withBody(text))),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        const { point } = read(bytes);
        if (point) expect(Buffer.from(point.source).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('every section is an exact slice of the lines it names', () => {
    const line = fc.constantFrom(
      '## A',
      '### B',
      '# C',
      '**D**',
      'text',
      '- bod',
      '',
      '---',
      '===',
      '> ## x',
      '```',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const source = withBody(...lines);
        for (const { body, bodyLines } of read(source).point?.sections ?? []) {
          const slice = source.split('\n').slice(bodyLines.start - 1, bodyLines.end - 1);
          expect(slice.join('\n').trimEnd()).toBe(body);
          expect(bodyLines.start).toBeGreaterThan(headerLines);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a file that is no text for people', () => {
  const header = '---\ncampaignCategoryUid: kraj\nuid: a\norder: 1\ntitle: A\n---\n';
  const refusal = (body: string) => {
    const read = readPoint('a.md', Buffer.from(header + body));
    return [read.status, read.diagnostics[0]?.code];
  };

  it('is refused for ten thousand headings', () => {
    const headings = Array.from({ length: 10_000 }, (_, i) => `## Nadpis ${i}\n`).join('');
    expect(refusal(headings)).toEqual(['rejected', 'E-SECTIONS']);
  });

  it('is refused for more lines than anybody reads', () => {
    expect(refusal('* a\n'.repeat(200_000))).toEqual(['rejected', 'E-LINES']);
  });
});
