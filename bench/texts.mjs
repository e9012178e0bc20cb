// Measures what comparing and merging texts costs, friendly and hostile: `npm run bench -- --texts`. Prints for each the
// longest of five runs in milliseconds, what came of it, and how large the rendered comparison is.
const dist = new URL('../dist/programme/wording/', import.meta.url);
const [{ wordDiff }, { diffHtml }, { merge3 }] = await Promise.all(
  ['diff.js', 'diff-html.js', 'merge3.js'].map((file) => import(new URL(file, dist).href)),
);

const labels = { inserted: 'vloženo', insertedEnd: 'konec', deleted: 'smazáno', deletedEnd: 'konec' };
let seed = 7;
const random = (below) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return (seed >>> 8) % below;
};
const many = (count, make, between = ' ') => Array.from({ length: count }, (_, at) => make(at)).join(between);
const words = (count, make = (at) => `slovo${at}`) => Array.from({ length: count }, (_, at) => make(at));
const every = (list, step, change, from = 0) =>
  list.map((word, at) => (at % step === from ? change(word) : word)).join(' ');
const shuffled = (list) =>
  list
    .map((word) => [random(2 ** 30), word])
    .sort(([a], [b]) => a - b)
    .map(([, word]) => word)
    .join(' ');

const section = words(400);
const long = words(10_000);
const few = words(10_000, (at) => `slovo${at % 100}`);
const letter = (name) => () => `${name}${random(2)}`;

// Each: the text, and two changes of it.
const cases = {
  'a section, a word changed by each': [
    section.join(' '),
    section.with(50, 'nové').join(' '),
    section.with(350, 'jiné').join(' '),
  ],
  'a section, every tenth word by each': [
    section.join(' '),
    every(section, 10, () => 'nové'),
    every(section, 10, () => 'jiné', 5),
  ],
  '10,000 words, every fourteenth by each': [
    long.join(' '),
    every(long, 14, (word) => `${word}x`),
    every(long, 14, (word) => `${word}y`, 7),
  ],
  '10,000 different words': [
    long.join(' '),
    many(10_000, (at) => `jiné${at}`),
    many(10_000, (at) => `další${at}`),
  ],
  '10,000 words backwards and shuffled': [long.join(' '), [...long].reverse().join(' '), shuffled(long)],
  '10,000 of a hundred words, shuffled': [few.join(' '), shuffled(few), shuffled(few)],
  'one word 10,000 times, and fewer': ['a '.repeat(10_000), 'a '.repeat(8_700), 'a '.repeat(11_300)],
  'two words at random': [many(10_000, letter('a')), many(10_000, letter('a')), many(10_000, letter('a'))],
  'two words in turns': [
    many(10_000, (at) => (at % 2 ? 'a' : 'b')),
    many(10_000, (at) => (at % 2 ? 'b' : 'a')),
    many(10_000, (at) => (at % 3 ? 'b' : 'a')),
  ],
  'a text that has moved': [
    long.join(' '),
    [...long.slice(700), ...long.slice(0, 700)].join(' '),
    [...long.slice(9_300), ...long.slice(0, 9_300)].join(' '),
  ],
  '100,000 brackets': ['()'.repeat(50_000), ')('.repeat(50_000), '()['.repeat(33_000)],
  '50,000 levels of quotation': ['> '.repeat(50_000), `${'> '.repeat(25_000)}x`, '> > > \n'.repeat(12_000)],
  'a list 3,000 levels deep': [
    many(3_000, (at) => `${' '.repeat(at % 30)}- x`, '\n'),
    many(3_000, (at) => `${' '.repeat((at + 1) % 30)}- y`, '\n'),
    many(3_000, (at) => `${' '.repeat(at % 29)}- x`, '\n'),
  ],
  '100,000 letters without a space': [
    'a'.repeat(100_000),
    `${'a'.repeat(99_999)}b`,
    `b${'a'.repeat(99_999)}`,
  ],
  '33,000 paragraphs of a letter': ['\n\na'.repeat(33_000), '\n\nb'.repeat(33_000), '\n\na'.repeat(32_500)],
};

function longest(work) {
  let result;
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now();
    result = work();
    return performance.now() - from;
  });
  return { ms: Math.round(Math.max(...times)), result };
}

function outcome(merge) {
  if (merge.clean) return 'clean';
  return merge.rewritten ? 'rewritten' : 'clashes';
}

process.stdout.write('| texts | diff, ms | as HTML, kB | merge, ms |\n| --- | ---: | ---: | ---: |\n');
for (const [name, [base, one, other]] of Object.entries(cases)) {
  const diff = longest(() => {
    const { parts, rewritten } = wordDiff(base, one);
    return { html: diffHtml(parts, labels), rewritten };
  });
  const merge = longest(() => merge3(base, one, other));
  const compared = `${diff.ms}${diff.result.rewritten ? ' (rewritten)' : ''}`;
  const size = Math.ceil(diff.result.html.length / 1000);
  process.stdout.write(`| ${name} | ${compared} | ${size} | ${merge.ms} (${outcome(merge.result)}) |\n`);
}
