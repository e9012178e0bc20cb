import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExportedSection, exportSource } from '../../../src/programme/export/export-source.js';
import { writeBack } from '../../../src/programme/export/write-back.js';
import { anyBody, anyFile, imported, sectionsOf } from './files.js';

const seed = ['kraj2020', 'nadrazi2026'].flatMap((folder) =>
  readdirSync(`content/${folder}`).map((name) => `content/${folder}/${name}`),
);
const header = '---\ncampaignCategoryUid: kraj\ntitle: Doprava\n---\n';
const atx = `${header}\nÚvod.\n\n## Vlaky\n\nJezdí.\nČasto.\n\n## Silnice ##\nOpravíme.\n\n### Mosty\n\nTaké.\n`;

/** What the file becomes after a change, or the problem. */
function result(source: string, change: (sections: ExportedSection[]) => ExportedSection[]) {
  const sections = change(sectionsOf(source));
  const written = writeBack(imported(source), sections);
  if ('problem' in written) return written.problem;
  expect(withoutIds(sectionsOf(written.text))).toEqual(withoutIds(sections));
  return written.text;
}

const withoutIds = (sections: ExportedSection[]) => sections.map(({ sectionId: _, ...rest }) => rest);
const reword = (index: number, to: Partial<ExportedSection>) => (sections: ExportedSection[]) =>
  sections.map((section, i) => (i === index ? { ...section, ...to } : section));
const addAfter =
  (index: number, fresh: Omit<ExportedSection, 'sectionId'>) => (sections: ExportedSection[]) =>
    sections.toSpliced(index + 1, 0, { sectionId: 'new', ...fresh });
const remove = (index: number) => (sections: ExportedSection[]) => sections.toSpliced(index, 1);

describe('a text that did not change', () => {
  test('is its file to the letter, whatever the file', () => {
    fc.assert(
      fc.property(anyFile, (source) => {
        const sections = sectionsOf(source);
        expect(exportSource(imported(source), sections)).toBe(source);
        expect(writeBack(imported(source), sections)).toEqual({ text: source });
      }),
      { numRuns: 1000 },
    );
  });

  test.each(seed)('%s is its file', (path) => {
    const source = readFileSync(path, 'utf8');
    expect(exportSource(imported(source), sectionsOf(source))).toBe(source);
  });
});

describe('a changed text', () => {
  test('changes the lines that are other, and no more', () => {
    expect(result(atx, reword(1, { body: 'Jezdí.\nPořád.' }))).toBe(atx.replace('Často.', 'Pořád.'));
    expect(result(atx, reword(2, { heading: 'Cesty' }))).toBe(atx.replace('## Silnice ##', '## Cesty ##'));
    expect(result(atx, reword(0, { body: 'Úvodem.' }))).toBe(atx.replace('Úvod.', 'Úvodem.'));
    expect(result(atx, remove(1))).toBe(atx.replace('## Vlaky\n\nJezdí.\nČasto.\n\n', ''));
    expect(result(atx, remove(2))).toBe(`${header}\nÚvod.\n\n## Vlaky\n\nJezdí.\nČasto.\n`);
  });

  test('gets new sections in the style of the file', () => {
    const fresh = { kind: 'heading' as const, heading: 'Kola', body: 'Stezky.' };
    expect(result(atx, addAfter(1, fresh))).toBe(
      atx.replace('## Silnice', '## Kola\n\nStezky.\n\n## Silnice'),
    );
    expect(result(atx, addAfter(2, fresh))).toBe(`${atx}\n## Kola\n\nStezky.\n`);
    const bold = `${header}**Vlaky**\nJezdí.\n\n**Silnice:** <br>\nOpravíme.`;
    expect(result(bold, addAfter(1, { ...fresh, kind: 'bold' }))).toBe(`${bold}\n\n**Kola**\nStezky.`);
  });

  test('keeps line ends, byte order mark and the form of accents', () => {
    const source = `\ufeff${atx.replaceAll('\n', '\r\n').replace('Často', 'Často'.normalize('NFD'))}`;
    expect(result(source, reword(1, { body: 'Jezdí.\nČasto.\nVčas.' }))).toBe(
      source.replace('\r\n\r\n## Silnice', '\r\nVčas.\r\n\r\n## Silnice'),
    );
  });

  test.each([
    ['underlined', 'Vlaky\n-----\n\nJezdí.\n\nSilnice\n-----\nOpravíme.\n', 'Kola\n-----'],
    ['with hashes', '### Vlaky ###\nJezdí.\n### Silnice\nOpravíme.\n', '### Kola ###'],
    ['bold with a colon', '__Vlaky__:\nJezdí.\n\n__Silnice__:\nOpravíme.\n', '__Kola__:'],
    ['bold with a break', '**Vlaky** <br>\nJezdí.\n\n**Silnice**\nOpravíme.\n', '**Kola** <br>'],
  ])('rewrites headings as they are written: %s', (_, body, expected) => {
    const source = header + body;
    expect(result(source, reword(0, { heading: 'Kola' }))).toContain(`\n${expected}\n`);
  });

  test.each(['C#', 'a_b_ *c*', '[web]', '1. bod', '- pomlčka', '<b>', '&amp;', 'x #', '`kód`', '\\'])(
    'may have the heading %j',
    (heading) => {
      for (const source of [atx, `${header}**A**\n\nb\n\n**C**\n\nd\n`, `${header}A\n===\n\nC\n===\n\nd`])
        expect(result(source, reword(1, { heading }))).toContain('');
    },
  );

  test('of a file without headings gets them', () => {
    const whole = `${header}Jen text.`;
    const grown = result(whole, ([only]) => [
      { sectionId: only?.sectionId ?? '', kind: 'preamble', heading: null, body: 'Jen text.' },
      { sectionId: 'new', kind: 'heading', heading: 'Kola', body: 'Stezky.' },
    ]);
    expect(grown).toBe(`${whole}\n\n## Kola\n\nStezky.`);
  });

  test('is written so that the levels still mean the same', () => {
    const source = `${header}# A\n\na\n\n## B\n\nb\n\n## C\n\nc\n`;
    expect(result(source, remove(2))).toBe(`${header}## A\n\na\n\n## B\n\nb\n`);
  });
});

describe('a text that would be read otherwise', () => {
  test.each([
    ['Text.\n\n## Nadpis\n\nDál.', { code: 'heading', words: '## Nadpis', better: '###' }],
    ['Text.\n\n# Nadpis', { code: 'heading', words: '# Nadpis', better: '###' }],
    ['Text.\n---\nDál.', { code: 'underline', words: '---' }],
    ['Text.\n\n```\nkód', { code: 'fence', words: '```' }],
    ['Text.\n\n<!-- poznámka', { code: 'html', words: '<!--' }],
    ['Text.\n\n<script>\nx', { code: 'html', words: '<script' }],
  ])('is refused with the words that are the cause: %j', (body, problem) => {
    expect(result(atx, reword(1, { body }))).toEqual(problem);
  });

  test('is refused for the styles of other files', () => {
    const bold = `${header}**A**\n\na\n\n**B**\n\nb\n`;
    expect(result(bold, reword(0, { body: 'a\n\n**C**\n\nc' }))).toEqual({ code: 'bold', words: 'C' });
    expect(result(bold, reword(0, { body: '## C' }))).toEqual({
      code: 'heading',
      words: '## C',
      better: null,
    });
    expect(result(bold, reword(0, { heading: 'Věta.' }))).toEqual({ code: 'headingForm' });
    const whole = `${header}Text.`;
    const motto = '**Motto: Jede to.**';
    expect(result(whole, reword(0, { body: motto }))).toEqual({ code: 'motto', words: motto });
    const only = `${header}## A\n\na\n`;
    expect(result(only, reword(0, { body: '### x\n\n### y' }))).toEqual({ code: 'other' });
  });

  test('is no problem where it is the last and ends the file', () => {
    expect(result(atx, reword(2, { body: 'Text.\n\n```\nkód' }))).toContain('kód\n');
  });
});

describe('whatever is changed', () => {
  type Change = { at: number; kind: 'body' | 'heading' | 'add' | 'remove'; body: string; heading: string };
  const change: fc.Arbitrary<Change> = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('body' as const, 'heading' as const, 'add' as const, 'remove' as const),
    body: anyBody,
    heading: fc.constantFrom('Nový', 'C#', '*a* b', '[web]', '7. bod', '<i>x</i>'),
  });
  const changed = (sections: ExportedSection[], { at, kind, body, heading }: Change): ExportedSection[] => {
    const index = sections.length === 0 ? -1 : at % sections.length;
    if (kind === 'remove') return remove(index)(sections);
    if (kind === 'body') return reword(index, { body })(sections);
    if (kind === 'heading')
      return sections[index]?.heading == null ? sections : reword(index, { heading })(sections);
    const asBold = sections.some((section) => section.kind === 'bold');
    return addAfter(index, { kind: asBold ? 'bold' : 'heading', heading, body })(sections);
  };

  test('the file is read as the text, or the text is refused', () => {
    let written = 0;
    let all = 0;
    fc.assert(
      fc.property(anyFile, fc.array(change, { minLength: 1, maxLength: 3 }), (source, changes) => {
        const wanted = changes.reduce(changed, sectionsOf(source));
        const back = writeBack(imported(source), wanted);
        all += 1;
        if ('problem' in back) return;
        written += 1;
        expect(withoutIds(sectionsOf(back.text))).toEqual(withoutIds(wanted));
        // What was written is a file like any other.
        expect(exportSource(imported(back.text), sectionsOf(back.text))).toBe(back.text);
      }),
      { numRuns: 1500 },
    );
    expect(written / all).toBeGreaterThan(0.5);
  });

  test('lines of other sections stay to the letter', () => {
    fc.assert(
      fc.property(
        fc.array(anyBody, { minLength: 3, maxLength: 5 }),
        fc.nat(),
        anyBody,
        (bodies, at, body) => {
          const source = header + bodies.map((text, i) => `## Část ${i}  \r\n${text}\r\n\r\n`).join('');
          const sections = sectionsOf(source);
          const index = at % sections.length;
          const back = writeBack(imported(source), reword(index, { body })(sections));
          const isCutSo = bodies.every((_, i) => sections[i]?.heading === `Část ${i}`);
          if ('problem' in back || !isCutSo || sections.length !== bodies.length) return;
          for (const [i, text] of bodies.entries())
            if (i !== index && text !== '') expect(back.text).toContain(`## Část ${i}  \r\n${text}\r\n`);
        },
      ),
    );
  });
});
