import fc from 'fast-check';
import { readPoint } from '../../../src/programme/content/point.js';
import type { ExportedSection } from '../../../src/programme/export/export-source.js';

/** The sections of a file, each with an id. */
export function sectionsOf(source: string): ExportedSection[] {
  const file = readPoint('kraj/doprava.md', Buffer.from(source, 'utf8'));
  if (file.status !== 'imported') throw new Error('This file cannot be imported');
  return file.point.sections.map(({ kind, heading, body }, i) => ({
    sectionId: `s${i}`,
    kind,
    heading,
    body,
  }));
}

/** The file as it is once it was imported. */
export function imported(source: string) {
  return { source, sectionIds: sectionsOf(source).map(({ sectionId }) => sectionId) };
}

const lineOfText = fc.constantFrom(
  'Postavíme dráhu.',
  'A ještě něco víc  ',
  '- položka',
  '  - vnořená',
  '1. první',
  '> citát',
  '| a | b |',
  '|---|---|',
  '**Tučně** na začátku',
  '**Celý tučně**',
  '**Celý tučně:**<br>',
  '```',
  '~~~js',
  '<div>',
  '</div>',
  '<!-- skryto -->',
  '<!-- otevřeno',
  '-->',
  '    kód',
  '#### Hlouběji',
  '### Středně',
  '##Bez mezery',
  '# hlavní',
  'řádek\\',
  '[web]: https://kraj.cz',
  '[web] a *kurzíva*',
  'Příliš žluťoučký kůň'.normalize('NFD'),
  '\t',
  '',
  '',
  '',
);
const headingText = fc.constantFrom(
  'Doprava',
  'Vlaky *a* autobusy',
  'C# a [web]',
  'Školy'.normalize('NFD'),
  '5. bod',
);
const headingLines = fc.oneof(
  headingText.map((text) => [`## ${text}`]),
  headingText.map((text) => [`### ${text} ###`]),
  headingText.map((text) => [` # ${text}  `]),
  headingText.map((text) => ['', text, '-----']),
  headingText.map((text) => ['', text, '===']),
  headingText.map((text) => ['', `**${text}**`]),
  headingText.map((text) => ['', `__${text}:__ <br>`]),
  headingText.map((text) => ['', `**${text}**:`]),
);
const body = fc.array(lineOfText, { maxLength: 6 });
const sameHeadings = (lines: string[], count: number) => Array.from({ length: count }, () => lines);
const part = fc.tuple(headingLines, body).map(([head, lines]) => [...head, ...lines]);
const plainBody = fc.oneof(
  fc.tuple(body, fc.array(part, { maxLength: 5 })).map(([first, parts]) => [...first, ...parts.flat()]),
  fc
    .tuple(headingLines, fc.array(body, { minLength: 2, maxLength: 4 }))
    .map(([head, bodies]) =>
      sameHeadings(head, bodies.length).flatMap((lines, i) => [...lines, ...(bodies[i] ?? [])]),
    ),
);
const header = fc.constantFrom(
  [
    '---',
    'campaignCategoryUid: kraj',
    '# poznámka',
    'title:   "Doprava"  # proč',
    'garant:',
    '  # - nikdo',
    '---',
  ],
  ['---', 'title: Doprava', 'order: "3"', 'campaignCategoryUid: kraj', 'title: Doprava', '...'],
);
const motto = fc.constantFrom([], [], ['__Motto: „Jede to.“__', ''], ['', '**Motto: Jede to**']);
const ends = fc.constantFrom(['\n'], ['\r\n'], ['\n', '\r\n', '\n'], ['\r']);

/** Files that can be imported, in every style that editors have. */
export const anyFile = fc
  .tuple(header, motto, plainBody, ends, fc.boolean(), fc.boolean())
  .map(([head, first, lines, lineEnds, hasMark, endsLine]) => {
    const all = [...head, ...first, ...lines];
    const text = all
      .map((line, i) => line + (i < all.length - 1 || endsLine ? lineEnds[i % lineEnds.length] : ''))
      .join('');
    return (hasMark ? '\ufeff' : '') + text;
  });

/** Bodies as somebody might write them. */
export const anyBody = body.map((lines) =>
  lines
    .map((line) => line.normalize('NFC'))
    .join('\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd(),
);
