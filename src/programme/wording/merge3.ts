import { maxDiffLength } from './diff.js';
import { compareTokens, type Hunk } from './hunks.js';
import { groupHunks } from './merge-groups.js';
import { Output, type Stretch, type Texts } from './merge-output.js';
import { tokenKey, type WordToken, wordTokens } from './words.js';

/**
 * A stretch of merged text with what each side says there, or one where both sides changed the same words, each its own
 * way. The sides of all parts joined are the three texts.
 */
export type MergePart = Stretch;

/**
 * `rewritten` says that the texts are too long or too unlike to be merged by words: `parts` is then one conflict
 * of the three whole texts.
 */
export type Merge =
  | { readonly clean: true; readonly text: string }
  | { readonly clean: false; readonly rewritten: boolean; readonly parts: readonly MergePart[] };

/**
 * Merges two changes of one text by words (diff3: what only one side changed is taken from it, what both changed
 * alike is taken once, changes that overlap or touch collide). White space and typography never collide; where
 * both sides differ in them only, the richer form wins. The two sides may be exchanged without changing a clean
 * result. Deterministic; takes a fraction of a second on whatever input.
 */
export function merge3(base: string, current: string, proposed: string): Merge {
  if (current === proposed || proposed === base) return { clean: true, text: current };
  if (current === base) return { clean: true, text: proposed };
  const original = originalText(base);
  return mergeChanged(original, changedText(original, current), changedText(original, proposed));
}

/** A text to be changed by several people, prepared for merging. */
export interface OriginalText {
  readonly text: string;
  readonly tokens: readonly WordToken[];
}

/** A changed text compared with the original one; `hunks` is null where they are too long or too unlike. */
export interface ChangedText extends OriginalText {
  readonly hunks: readonly Hunk[] | null;
}

/** Prepares a text that others have changed. */
export function originalText(text: string): OriginalText {
  return { text, tokens: text.length > maxDiffLength ? [] : wordTokens(text) };
}

/** Compares once what is to be merged with many. */
export function changedText(original: OriginalText, text: string): ChangedText {
  if (Math.max(original.text.length, text.length) > maxDiffLength) return { text, tokens: [], hunks: null };
  const tokens = wordTokens(text);
  return { text, tokens, hunks: compareTokens(original.tokens, tokens, tokenKey) };
}

/** As `merge3`, for texts that have been compared already. */
export function mergeChanged(original: OriginalText, current: ChangedText, proposed: ChangedText): Merge {
  const base = original.text;
  if (current.text === proposed.text || proposed.text === base) return { clean: true, text: current.text };
  if (current.text === base) return { clean: true, text: proposed.text };
  const texts = { base: original.tokens, current: current.tokens, proposed: proposed.tokens };
  const parts = current.hunks && proposed.hunks ? mergeTokens(texts, current.hunks, proposed.hunks) : null;
  if (!parts || !hasOnlyKnownWords(parts, texts)) return wholeConflict(base, current.text, proposed.text);
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.kind === 'text') return { clean: true, text: only.text };
  return { clean: false, rewritten: false, parts };
}

/** The text that comes out when every conflict is decided for one side. */
export function resolveAll(parts: readonly MergePart[], side: 'base' | 'current' | 'proposed'): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : part[side])).join('');
}

function wholeConflict(base: string, current: string, proposed: string): Merge {
  return { clean: false, rewritten: true, parts: [{ kind: 'conflict', base, current, proposed }] };
}

function mergeTokens(
  texts: Texts,
  currentHunks: readonly Hunk[],
  proposedHunks: readonly Hunk[],
): MergePart[] {
  const output = new Output(texts);
  for (const group of groupHunks(texts, currentHunks, proposedHunks)) {
    output.keepUntil(group.start);
    output.apply(group);
  }
  output.keepUntil(texts.base.length);
  return joinNearConflicts(output.parts());
}

/**
 * Conflicts with next to nothing between them are one conflict to whoever decides it. Each side keeps its own words
 * there: what only the other one changed in between is not put into its mouth.
 */
function joinNearConflicts(parts: readonly Stretch[]): MergePart[] {
  const joined: Stretch[] = [];
  for (const part of parts) {
    const between = joined.at(-1);
    const before = joined.at(-2);
    if (
      part.kind === 'conflict' &&
      between?.kind === 'text' &&
      before?.kind === 'conflict' &&
      isShort(between.text)
    ) {
      const { of } = between;
      joined.splice(-2, 2, {
        kind: 'conflict',
        base: before.base + of.base + part.base,
        current: before.current + of.current + part.current,
        proposed: before.proposed + of.proposed + part.proposed,
      });
    } else joined.push(part);
  }
  return joined.length > 0
    ? joined
    : [{ kind: 'text', text: '', of: { base: '', current: '', proposed: '' } }];
}

function isShort(text: string): boolean {
  return text.length <= 40 && !/[.!?\n]/.test(text);
}

/** Guards against words that arise by gluing pieces of both sides together, as "x-" and "-y" to "x-y". */
function hasOnlyKnownWords(parts: readonly MergePart[], texts: Texts): boolean {
  return (['current', 'proposed'] as const).every((side) =>
    bringsNoWord(resolveAll(parts, side), [texts.base, texts.current, texts.proposed]),
  );
}

/** Whether every word of a text is in one of the sources. */
export function bringsNoWord(text: string, sources: ReadonlyArray<readonly WordToken[]>): boolean {
  const known = new Set(sources.flat().map(tokenKey));
  return wordTokens(text).every((token) => token.kind !== 'word' || known.has(tokenKey(token)));
}
