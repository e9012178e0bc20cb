import { compareTokens } from './hunks.js';
import { merge3 } from './merge3.js';
import { keptStretches } from './together.js';
import { countWords, joinTokens, tokenKey, type WordToken, wordTokens } from './words.js';

/** A word, a mark or a break that knows where it came from. */
export interface TracedToken<O> extends WordToken {
  readonly origin: O;
}

/** A text of which each word knows where it came from. */
export type Traced<O> = readonly TracedToken<O>[];

/** A stretch of text that came from one place. */
export interface Passage<O> {
  readonly origin: O;
  readonly text: string;
  /** How many words are in it. */
  readonly words: number;
}

/** A change that somebody proposed on a text of their own. */
export interface ProposedChange<O> {
  readonly origin: O;
  readonly base: string;
  readonly text: string;
}

/** A text that comes from one place. */
export function tracedFrom<O>(text: string, origin: O): Traced<O> {
  return wordTokens(text).map((token) => ({ ...token, origin }));
}

/**
 * The next text: what stayed keeps its origin, also in another typography, and what is new comes from `origin`. All of
 * it does where the two are too unlike to be compared by words.
 */
export function tracedNext<O>(before: Traced<O>, text: string, origin: O): Traced<O> {
  const next = wordTokens(text);
  const origins = keptFrom(before, next);
  return next.map((token, at) => ({ ...token, origin: origins.get(at)?.origin ?? origin }));
}

/**
 * The next text where it was made of proposals: each brings its own words, by merging them one after another, and what
 * is in none of them comes from `origin`. Of a proposal that collides, those words are its own that came into the text.
 */
export function tracedAdopting<O>(
  before: Traced<O>,
  text: string,
  { proposals, origin }: { proposals: readonly ProposedChange<O>[]; origin: O },
): Traced<O> {
  let current = before;
  const colliding: ProposedChange<O>[] = [];
  for (const proposal of proposals) {
    const merge = merge3(proposal.base, joinTokens(current), proposal.text);
    if (merge.clean) current = tracedNext(current, merge.text, proposal.origin);
    else colliding.push(proposal);
  }
  const made = tracedNext(current, text, origin);
  return colliding.reduce((traced, proposal) => claimed(traced, proposal, origin), made);
}

/** The text in stretches of one origin each; joined they are exactly the text. */
export function passagesOf<O>(traced: Traced<O>): Passage<O>[] {
  const stretches: TracedToken<O>[][] = [];
  for (const token of traced) {
    const open = stretches.at(-1);
    if (open?.at(-1)?.origin === token.origin) open?.push(token);
    else stretches.push([token]);
  }
  return stretches.flatMap((tokens) => {
    const [first] = tokens;
    const text = joinTokens(tokens);
    return first && text !== '' ? [{ origin: first.origin, text, words: countWords(tokens) }] : [];
  });
}

/** Gives a proposal the words that are new in it, stand in the text, and are said to come from `unclaimed`. */
function claimed<O>(traced: Traced<O>, { base, text, origin }: ProposedChange<O>, unclaimed: O): Traced<O> {
  const proposed = tracedNext<'base' | 'own'>(tracedFrom(base, 'base'), text, 'own');
  const sources = keptFrom(proposed, traced);
  return traced.map((token, at) =>
    token.origin === unclaimed && sources.get(at)?.origin === 'own' ? { ...token, origin } : token,
  );
}

/** For each token that stayed, by its place in the next text: the one it was before. */
function keptFrom<T extends WordToken>(before: readonly T[], next: readonly WordToken[]): Map<number, T> {
  const sources = new Map<number, T>();
  const hunks = compareTokens(before, next, tokenKey);
  if (!hunks) return sources;
  for (const { oldStart, newStart, length } of keptStretches(hunks, before.length))
    for (const [at, token] of before.slice(oldStart, oldStart + length).entries())
      sources.set(newStart + at, token);
  return sources;
}
