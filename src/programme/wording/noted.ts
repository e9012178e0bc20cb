import type { NotedPart } from './diff-html.js';
import type { Hunk } from './hunks.js';
import type { ChangedText, OriginalText } from './merge3.js';
import { joinTokens, wordTokens } from './words.js';

/** What is remarked on a change; undefined for nothing. `null` asks about a text that is other as a whole. */
export type NoteOf = (hunk: Hunk | null) => string | undefined;

/** The changes of a text, each with a remark. Joining the same and inserted parts gives the changed text. */
export function notedParts(original: OriginalText, changed: ChangedText, noteOf: NoteOf): NotedPart[] {
  const { hunks } = changed;
  if (!hunks) return replaced(original.text, changed.text, noteOf(null));
  const parts: NotedPart[] = [];
  let at = 0;
  const keep = (end: number) => {
    const text = joinTokens(changed.tokens.slice(at, end));
    if (text !== '') parts.push({ kind: 'same', text });
  };
  for (const hunk of hunks) {
    keep(hunk.newStart);
    at = hunk.newStart + hunk.newLength;
    const before = joinTokens(original.tokens.slice(hunk.oldStart, hunk.oldStart + hunk.oldLength));
    parts.push(...replaced(before, joinTokens(changed.tokens.slice(hunk.newStart, at)), noteOf(hunk)));
  }
  keep(changed.tokens.length);
  return parts;
}

function replaced(before: string, after: string, note: string | undefined): NotedPart[] {
  // White space at the end of both is no change.
  const space = /\s*$/.exec(before)?.[0] ?? '';
  const isShared = space !== '' && after.endsWith(space);
  const cut = (text: string) => (isShared ? text.slice(0, text.length - space.length) : text);
  const changes = [
    { kind: 'deleted' as const, text: cut(before) },
    { kind: 'inserted' as const, text: cut(after) },
  ].filter(({ text }) => text !== '');
  const last = changes.length - 1;
  const noted = changes.map((part, index) => (index === last && note ? { ...part, note } : part));
  return isShared ? [...noted, { kind: 'same', text: space }] : noted;
}

/** Only so many words around each change; what is left out becomes an ellipsis. */
export function excerpt(parts: readonly NotedPart[], words: number): NotedPart[] {
  const joined: NotedPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.kind === 'same' && part.kind === 'same')
      joined[joined.length - 1] = { kind: 'same', text: last.text + part.text };
    else joined.push(part);
  }
  return joined.map((part, index) => {
    if (part.kind !== 'same') return part;
    const head = index === 0 ? 0 : words;
    const tail = index === joined.length - 1 ? 0 : words;
    return { kind: 'same', text: shortened(part.text, head, tail) };
  });
}

/** The first and the last words of a text. */
function shortened(text: string, head: number, tail: number): string {
  const tokens = wordTokens(text);
  if (tokens.length <= head + tail + 6) return text;
  const first = head === 0 ? '' : joinTokens(tokens.slice(0, head)).trimEnd();
  const end = tail === 0 ? [] : tokens.slice(-tail);
  // An ellipsis is not followed by the end of a sentence that is left out.
  const from = end.findIndex(({ text }) => !/^[.,;:!?…]+$/.test(text));
  const last = joinTokens(end.slice(Math.max(0, from)));
  return `${first} … ${last}`.trimStart();
}
