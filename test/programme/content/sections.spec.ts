import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerLines, read, withBody } from './reading.js';

function sections(...lines: string[]) {
  return (read(withBody(...lines)).point?.sections ?? []).map(({ kind, heading, body }) => [
    kind,
    heading,
    body,
  ]);
}

function remarks(...lines: string[]): string[] {
  return read(withBody(...lines)).remarks.map((remark) => {
    const [code = '', line = '0'] = remark.split(':');
    return `${code}:${Number(line) - headerLines}`;
  });
}

describe('Markdown headings', () => {
  it('begin sections, and what stands before them is a preamble', () => {
    expect(sections('Úvod.', '', '## A', '', 'a', '', '## B', 'b  ', '')).toEqual([
      ['preamble', null, 'Úvod.'],
      ['heading', 'A', 'a'],
      ['heading', 'B', 'b'],
    ]);
  });

  it('count at the shallowest level that occurs twice; deeper ones stay in the text', () => {
    const lines = ['# Název', '### A', 'a', '#### hlouběji', 'aa', '### B', 'b'];
    expect(sections(...lines)).toEqual([
      ['heading', 'Název', ''],
      ['heading', 'A', 'a\n#### hlouběji\naa'],
      ['heading', 'B', 'b'],
    ]);
    expect(remarks(...lines)).toEqual(['I-LEVEL:1', 'W-SECTION-EMPTY:1']);
  });

  it('count at the shallowest level present when none occurs twice', () => {
    expect(sections('## A', 'a', '### B', 'b')).toEqual([['heading', 'A', 'a\n### B\nb']]);
  });

  it('do not count in lists, quotations, HTML and code', () => {
    const lines = [
      '## A',
      '- ## seznam',
      '',
      '> ## citát',
      '',
      '<div>',
      '## html',
      '</div>',
      '',
      '```',
      '## kód',
      '```',
    ];
    expect(sections(...lines)).toHaveLength(1);
  });

  it('may be underlined', () => {
    expect(sections('A', '---', 'a', '', 'B', '---', 'b')).toEqual([
      ['heading', 'A', 'a'],
      ['heading', 'B', 'b'],
    ]);
  });

  it('are plain text with numbering and punctuation kept', () => {
    const [section] = sections('## 1)  **Silnice** a [mosty](x "t"): `kód` &amp; <b>víc</b>\u00a0! ##', 'a');
    expect(section?.[1]).toBe('1) Silnice a mosty: kód & víc !');
  });

  it('get addresses of their own', () => {
    const { point } = read(
      withBody('Úvod', '## Úvod', 'a', '## Řešení: 100 %!', 'b', '## Řešení 100', 'c', '## ***', 'd'),
    );
    expect(point?.sections.map(({ slug }) => slug)).toEqual([
      'uvod',
      'uvod-2',
      'reseni-100',
      'reseni-100-2',
      'sekce',
    ]);
  });

  it('are remarked on when they are empty, long, repeated or without text', () => {
    expect(remarks('##', 'a', `## ${'x'.repeat(121)}`, 'b', '## B', 'c', '## B')).toEqual([
      'W-HEADING-EMPTY:1',
      'W-HEADING-LONG:3',
      'W-SECTION-EMPTY:7',
      'W-HEADING-DUP:7',
    ]);
  });

  it('need a space after the hashes, but a hashtag is no heading', () => {
    expect(remarks('## A', '', '##Text', '#hashtag', '#Celý nadpis')).toEqual([
      'W-HEADING-NOSPACE:3',
      'W-HEADING-NOSPACE:5',
    ]);
  });
});

describe('bold headings', () => {
  it('are lines wholly bold, first in their paragraph', () => {
    const lines = ['**A**', 'a', '', '__B__:', 'b', '', '**C:**<br>', 'c', '', '**D**  ', 'd', 'd **ne**'];
    expect(sections(...lines)).toEqual([
      ['bold', 'A', 'a'],
      ['bold', 'B', 'b'],
      ['bold', 'C:', 'c'],
      ['bold', 'D', 'd\nd **ne**'],
    ]);
    expect(remarks(...lines)).toEqual(['W-BOLD-HEADINGS:1']);
  });

  it.each([
    ['partly bold', '**A** a'],
    ['a sentence', '**A je tu.**'],
    ['too long', `**${'x'.repeat(121)}**`],
    ['in a list', '- **A**'],
    ['not first', 'a\n**A**'],
    ['emphasised only', '*A*'],
  ])('are not lines that are %s', (_, line) => {
    expect(sections(line, '', '**B**', 'b').map(([kind]) => kind)).toEqual(['whole']);
  });

  it('do not count beside Markdown headings', () => {
    expect(sections('## A', '**B**', '', '**C**', 'c')).toEqual([['heading', 'A', '**B**\n\n**C**\nc']]);
  });
});

describe('a body without headings', () => {
  it('is one section', () => {
    expect(sections('', 'Jen text.', '', 'A další.', '')).toEqual([['whole', null, 'Jen text.\n\nA další.']]);
    expect(remarks('', 'Jen text.')).toEqual(['I-NO-SECTIONS:2']);
  });

  it('has no section when it is empty, and is imported all the same', () => {
    expect(read(withBody('', ' '))).toMatchObject({ status: 'imported', point: { sections: [] } });
    expect(remarks('', ' ')).toEqual(['W-BODY-EMPTY:1']);
  });
});

describe('text before the first heading', () => {
  it('is no preamble when it is only rules', () => {
    expect(sections('---', '', '***', '## A', 'a')).toEqual([['heading', 'A', 'a']]);
  });
});

describe('nothing is lost', () => {
  it('every line of text is in exactly one section or heading', () => {
    const word = fc
      .constantFrom('alfa', 'beta', 'gama')
      .chain((name) => fc.nat(99).map((n) => `${name}${n}`));
    const line = fc.oneof(
      word,
      word.map((w) => `## ${w}`),
      word.map((w) => `### ${w}`),
      word.map((w) => `**${w}**`),
      fc.constant(''),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const words = lines.join(' ').match(/\w+/g) ?? [];
        const found = (read(withBody(...lines)).point?.sections ?? [])
          .map(({ heading, body }) => `${heading ?? ''}\n${body}`)
          .join('\n')
          .match(/\w+/g);
        expect(found ?? []).toEqual(words);
      }),
    );
  });
});

describe('reference definitions', () => {
  it('serve all sections wherever they stand', () => {
    const { point } = read(
      withBody('## A', 'viz [BIS]', '## B', 'b', '', '[bis]: https://example.org "Zpráva"'),
    );
    expect(point?.definitions).toEqual({ BIS: { href: 'https://example.org', title: 'Zpráva' } });
  });
});
