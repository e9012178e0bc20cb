import { maxDiffLength } from './diff.js';
import { compareTokens, type Hunk } from './hunks.js';
import { type Group, groupHunks } from './merge-groups.js';
import { joinTokens, tokenKey, type WordToken, wordTokens } from './words.js';

/** A stretch of merged text, or one where both sides changed the same words, each its own way. */
export type MergePart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'conflict';
      readonly base: string;
      readonly current: string;
      readonly proposed: string;
    };

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

interface Texts {
  readonly base: readonly WordToken[];
  readonly current: readonly WordToken[];
  readonly proposed: readonly WordToken[];
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

/** Walks through the three texts at once and collects the merged one. */
class Output {
  private readonly done: MergePart[] = [];
  private tokens: WordToken[] = [];
  private baseAt = 0;
  private currentAt = 0;
  private proposedAt = 0;

  constructor(private readonly texts: Texts) {}

  keepUntil(end: number): void {
    while (this.baseAt < end) {
      this.push(
        richer(this.texts.base[this.baseAt++], [
          this.texts.current[this.currentAt++],
          this.texts.proposed[this.proposedAt++],
        ]),
      );
    }
  }

  apply(group: Group): void {
    if (group.by === 'current' || group.by === 'proposed')
      for (const hunk of group.hunks) this.take(group.by, hunk);
    else this.compare(group);
  }

  parts(): MergePart[] {
    this.flush();
    return this.done.length === 0 ? [{ kind: 'text', text: '' }] : this.done;
  }

  private take(side: 'current' | 'proposed', hunk: Hunk): void {
    this.keepUntil(hunk.oldStart);
    const taken = this.advance(hunk.oldLength, {
      current: side === 'current' ? hunk.newLength : hunk.oldLength,
      proposed: side === 'proposed' ? hunk.newLength : hunk.oldLength,
    });
    for (const token of taken[side]) this.push(token);
  }

  private compare(group: Group): void {
    const length = group.end - group.start;
    const taken = this.advance(length, {
      current: length + group.growth.current,
      proposed: length + group.growth.proposed,
    });
    if (sameKeys(taken.current, taken.proposed)) {
      for (const [index, token] of taken.current.entries())
        this.push(richer(undefined, [token, taken.proposed[index]]));
      return;
    }
    this.flush();
    this.done.push({
      kind: 'conflict',
      base: joinTokens(taken.base),
      current: joinTokens(taken.current),
      proposed: joinTokens(taken.proposed),
    });
  }

  private advance(length: number, lengths: { current: number; proposed: number }): Texts {
    const from = { base: this.baseAt, current: this.currentAt, proposed: this.proposedAt };
    this.baseAt += length;
    this.currentAt += lengths.current;
    this.proposedAt += lengths.proposed;
    return {
      base: this.texts.base.slice(from.base, this.baseAt),
      current: this.texts.current.slice(from.current, this.currentAt),
      proposed: this.texts.proposed.slice(from.proposed, this.proposedAt),
    };
  }

  private push(token: WordToken | undefined): void {
    if (token) pushToken(this.tokens, token);
  }

  private flush(): void {
    const text = joinTokens(this.tokens);
    this.tokens = [];
    if (text !== '') this.done.push({ kind: 'text', text });
  }
}

/** Adds a token to a text that is being put together. */
export function pushToken(tokens: WordToken[], token: WordToken): void {
  const last = tokens.at(-1);
  // One side may have closed the gap where another put a word: never glue two words together.
  if (last?.kind === 'word' && last.space === '' && token.kind === 'word') {
    tokens[tokens.length - 1] = { ...last, space: ' ' };
  }
  tokens.push(token);
}

/** Whether two stretches say the same regardless of typography. */
export function sameKeys(one: readonly WordToken[], other: readonly WordToken[]): boolean {
  return (
    one.length === other.length &&
    one.every((token, index) => tokenKey(token) === tokenKey(other[index] ?? token))
  );
}

/** Several spellings of one token: the changed one; of several changed ones the one with the rarest characters. */
export function richer(
  base: WordToken | undefined,
  spellings: ReadonlyArray<WordToken | undefined>,
): WordToken | undefined {
  const known = spellings.filter((token) => token !== undefined);
  const [first] = known;
  if (!first) return base;
  return {
    kind: first.kind,
    text: changed(
      base?.text,
      known.map(({ text }) => text),
    ),
    space: changed(
      base?.space,
      known.map(({ space }) => space),
    ),
  };
}

function changed(base: string | undefined, spellings: readonly string[]): string {
  // Typographic characters stand behind their ASCII substitutes in Unicode. The order must not depend on sides.
  return spellings.reduce(
    (best, spelling) => (best === base || (spelling !== base && spelling > best) ? spelling : best),
    spellings[0] ?? '',
  );
}

/** Conflicts with next to nothing between them are one conflict to whoever decides it. */
function joinNearConflicts(parts: readonly MergePart[]): MergePart[] {
  const joined: MergePart[] = [];
  for (const part of parts) {
    const between = joined.at(-1);
    const before = joined.at(-2);
    if (
      part.kind === 'conflict' &&
      between?.kind === 'text' &&
      before?.kind === 'conflict' &&
      isShort(between.text)
    ) {
      joined.splice(-2, 2, {
        kind: 'conflict',
        base: before.base + between.text + part.base,
        current: before.current + between.text + part.current,
        proposed: before.proposed + between.text + part.proposed,
      });
    } else joined.push(part);
  }
  return joined;
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
