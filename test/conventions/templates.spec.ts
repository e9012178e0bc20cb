import { expect, test } from 'vitest';
import { filesBelow, textOf, withoutComments } from './files.js';

const templates = filesBelow('views', '.hbs');
const names = templates.map((path) => path.replace(/^views\//, '').replace(/\.hbs$/, ''));
const markup = templates.map((path) => [path, withoutComments(textOf(path))] as const);
const source = filesBelow('src', '.ts').map(textOf).join('\n');

const partials = new Set(
  markup.flatMap(([, text]) => [...text.matchAll(/\{\{#?>\s*([\w/-]+)/g)].map(([, name]) => name ?? '')),
);
/** Names in quotation marks, and beginnings of names that are put together, such as `suggestions/${state}`. */
const quoted = new Set([...source.matchAll(/'([a-z-]+\/[a-z-]+)'/g)].map(([, name]) => name ?? ''));
const begun = [...source.matchAll(/`([a-z-]+\/)\$\{/g)].map(([, name]) => name ?? '');

test('every template is used', () => {
  const isQuoted = (name: string) =>
    quoted.has(name) || begun.some((beginning) => isPutTogether(name, beginning));
  const unused = names.filter(
    (name) => !partials.has(name) && !isQuoted(name) && !isQuoted(name.replace(/^mail\//, '')),
  );
  expect(unused).toEqual([]);
});

function isPutTogether(name: string, beginning: string): boolean {
  return name.startsWith(beginning) && source.includes(`'${name.slice(beginning.length)}'`);
}

test('every template that is used exists', () => {
  const rendered = [...source.matchAll(/(?:template|fragment): '([\w/-]+)'/g)].map(([, name]) => name ?? '');
  const parts = [...source.matchAll(/\.(?:part|text)\([\w.]+, '([\w/-]+)'/g)].map(([, name]) => name ?? '');
  const wanted = [...partials, ...rendered, ...parts];
  expect(rendered.length).toBeGreaterThan(10);
  expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
});

test('what is put into a page without escaping is on the list', async () => {
  const found = markup.flatMap(([path, text]) =>
    [...text.matchAll(/\{\{\{[^}]*\}\}\}/g)].map(([use]) => `${path} ${use}`),
  );
  await expect(`${[...new Set(found)].join('\n')}\n`).toMatchFileSnapshot('unescaped.txt');
});

test('no page carries script or style of its own', () => {
  const inline = markup.flatMap(([path, text]) =>
    [...text.matchAll(/\son[a-z]+=|\sstyle=|<style|<script(?![^>]*\ssrc=)|javascript:/gi)].map(
      ([use]) => `${path} ${use}`,
    ),
  );
  expect(inline).toEqual([]);
});

test('scripts make no handlers out of text and send nothing to other hosts', () => {
  const found = filesBelow('public', '.js').flatMap((path) =>
    [...textOf(path).matchAll(/\beval\(|new Function|document\.write|setAttribute\(['"]on|https?:\/\//g)].map(
      ([use]) => `${path} ${use}`,
    ),
  );
  expect(found).toEqual([]);
});

test('every attribute with a value from the model is quoted', () => {
  const bare = markup.flatMap(([path, text]) =>
    [...text.matchAll(/[a-z-]+=\{\{(?!~)/g)]
      .filter(({ index }) => isInTag(text, index))
      .map(([use]) => `${path} ${use}`),
  );
  expect(bare).toEqual([]);
});

/** Parameters of helpers and partials look the same but stand between braces. */
function isInTag(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return (
    before.lastIndexOf('<') > before.lastIndexOf('>') && before.lastIndexOf('{{') <= before.lastIndexOf('}}')
  );
}
