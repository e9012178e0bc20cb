/** Letters of other alphabets, and Latin ones that NFKD leaves alone, by the Latin letter they look like. */
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'ƅьъɓв',
  c: 'сϲ',
  d: 'ԁđɗð',
  e: 'еєεҽ',
  f: 'ƒ',
  g: 'ɡģ',
  h: 'һнħ',
  i: 'іїιıɩӏ1l|!íј',
  k: 'кκ',
  m: 'м',
  n: 'пηո',
  o: 'оοσөøօ0',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гɾ',
  s: 'ѕʂ5',
  t: 'тτŧ',
  u: 'υսцμ',
  v: 'νѵ',
  w: 'ԝωшѡ',
  x: 'хχ',
  y: 'уүγ',
  z: 'ʐƶ',
  ss: 'ß',
  ae: 'æ',
  oe: 'œ',
};

/** Capitals that look like another Latin letter than their small form does. */
const capitals: Readonly<Record<string, string>> = {
  b: 'ΒВ',
  h: 'ΗН',
  i: 'I',
  m: 'ΜМ',
  n: 'Ν',
  p: 'ΡР',
  x: 'ΧХ',
  y: 'ΥУ',
};

const table = new Map(
  [...Object.entries(capitals), ...Object.entries(lookAlikes)].flatMap(([latin, others]) =>
    [...others].map((other) => [other, latin] as const),
  ),
);
const latinOf = (character: string) => table.get(character) ?? character;

/**
 * What a name looks like: two names with the same skeleton can be mistaken for each other. Case, accents, spaces and
 * punctuation do not count, Cyrillic and Greek letters and digits count as the Latin letters they resemble.
 * After the idea of Unicode Technical Standard 39, with a table of our own. For comparing only, never for showing.
 */
export function skeleton(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  return [...plain]
    .map((character) => latinOf(latinOf(character).toLowerCase()))
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('j', 'i');
}
