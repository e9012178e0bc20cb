import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { filesBelow, textOf, withoutComments } from './files.js';

type Sentences = Map<string, string>;

const languages = { cs: sentencesOf('cs'), en: sentencesOf('en') };
const source = filesBelow('src', '.ts').map(textOf).join('\n');
const markup = filesBelow('views', '.hbs')
  .map((path) => withoutComments(textOf(path)))
  .join('\n');

/** Names and words that both languages share. */
const sameInBoth = [
  'accounts.role.garant',
  'feedback.comment.garant',
  'pages.site',
  'reports.csv.text',
  'reports.voice.garant',
];

test('both languages have the same sentences', () => {
  expect(languages.cs.size).toBeGreaterThan(100);
  expect([...languages.en.keys()].sort()).toEqual([...languages.cs.keys()].sort());
});

test('every sentence stands in the file of its module', () => {
  const misplaced = (['cs', 'en'] as const).flatMap((language) =>
    filesBelow(`locales/${language}`, '.json').flatMap((path) =>
      [...read(path).keys()].filter((key) => !path.endsWith(`/${key.split('.', 1)[0]}.json`)),
    ),
  );
  expect(misplaced).toEqual([]);
});

test('every sentence is used', () => {
  // Beginnings of keys that are put together: `moderation.ground.${ground}` and (concat 'a.b.' kind).
  const beginnings = [
    ...[...source.matchAll(/[`']([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/g)].map(([, beginning]) => beginning ?? ''),
    ...[...markup.matchAll(/\(concat '([\w.-]+\.)'/g)].map(([, beginning]) => beginning ?? ''),
  ];
  const mails = new Set(
    filesBelow('views/mail', '.hbs').map((path) =>
      path.replace(/^views\/mail\/([\w-]+)\/([\w-]+)\.hbs$/, '$1.mail.$2.subject'),
    ),
  );
  const isUsed = (key: string) =>
    beginnings.some((beginning) => key.startsWith(beginning)) ||
    [`'${key}'`, `'${key} `, `\`${key}\``, `"${key}"`, `${key} {`].some((use) => source.includes(use)) ||
    markup.includes(`'${key}'`) ||
    mails.has(key);
  expect([...languages.cs.keys()].filter((key) => !isUsed(key))).toEqual([]);
});

test('every sentence that a template asks for exists', () => {
  const asked = [...markup.matchAll(/(?:\{\{\{?|\()\s*th? '([\w.-]+)'/g)].map(([, key]) => key ?? '');
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((key) => !languages.cs.has(key))).toEqual([]);
});

test('every sentence that the code asks for exists', () => {
  const asked = [
    ...source.matchAll(/\btranslate\([\w.]+,\s*'([\w.-]+)'/g),
    ...source.matchAll(/new Refusal\(\s*\d+,\s*'([\w.-]+)'/g),
  ].map(([, key]) => key ?? '');
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((key) => !languages.cs.has(key))).toEqual([]);
});

test('no sentence was left untranslated', () => {
  const same = [...languages.cs]
    .filter(([key, text]) => languages.en.get(key) === text && /\p{L}{2}/u.test(withoutParameters(text)))
    .map(([key]) => key);
  expect(same.filter((key) => !sameInBoth.includes(key))).toEqual([]);
});

test('the same values go into a sentence in both languages', () => {
  const different = [...languages.cs]
    .filter(([key, text]) => parameters(text).join() !== parameters(languages.en.get(key) ?? '').join())
    .map(([key]) => key);
  expect(different).toEqual([]);
});

function sentencesOf(language: string): Sentences {
  return new Map(filesBelow(`locales/${language}`, '.json').flatMap((path) => [...read(path)]));
}

function read(path: string): Sentences {
  return new Map(Object.entries(JSON.parse(textOf(path)) as Record<string, string>));
}

function withoutParameters(text: string): string {
  return text.replace(/\{[^{}]*\}/g, '').replace(/<[^>]*>/g, '');
}

function parameters(text: string): string[] {
  const format = new IntlMessageFormat(text, 'cs', undefined, { ignoreTag: true });
  return [...new Set(names(format.getAst() as Part[]))].sort();
}

/** Part of a message: text (0), an argument (1 to 6, with choices for some), or the number of a plural (7). */
interface Part {
  type: number;
  value?: string;
  options?: Record<string, { value: Part[] }>;
}

function names(parts: Part[]): string[] {
  return parts.flatMap(({ type, value, options }) => [
    ...(type >= 1 && type <= 6 && value ? [value] : []),
    ...Object.values(options ?? {}).flatMap((option) => names(option.value)),
  ]);
}
