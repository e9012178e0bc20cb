import type { Hunk } from './hunks.js';
import type { Group } from './merge-groups.js';
import { joinTokens, tokenKey, type WordToken } from './words.js';

/** The three texts in tokens. */
export interface Texts {
  readonly base: readonly WordToken[];
  readonly current: readonly WordToken[];
  readonly proposed: readonly WordToken[];
}

/** How far each text has been dealt with, in tokens. */
type Places = Readonly<Record<'base' | 'current' | 'proposed', number>>;

/** What each of the three texts says in one place. */
type Sides = Readonly<Record<'base' | 'current' | 'proposed', string>>;

/** A part of a merge that is being made; merged text knows what each side said there. */
export type Stretch =
  | { readonly kind: 'text'; readonly text: string; readonly of: Sides }
  | ({ readonly kind: 'conflict' } & Sides);

/** Walks through the three texts at once and collects the merged one. */
export class Output {
  private readonly done: Stretch[] = [];
  private tokens: WordToken[] = [];
  private flushed: Places = { base: 0, current: 0, proposed: 0 };
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

  parts(): Stretch[] {
    this.flush(this.at());
    return this.done;
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
    const from = this.at();
    const taken = this.advance(length, {
      current: length + group.growth.current,
      proposed: length + group.growth.proposed,
    });
    if (sameKeys(taken.current, taken.proposed)) {
      for (const [index, token] of taken.current.entries())
        this.push(richer(undefined, [token, taken.proposed[index]]));
      return;
    }
    this.flush(from);
    this.done.push({ kind: 'conflict', ...joinEach(taken) });
    this.flushed = this.at();
  }

  private advance(length: number, lengths: { current: number; proposed: number }): Texts {
    const from = this.at();
    this.baseAt += length;
    this.currentAt += lengths.current;
    this.proposedAt += lengths.proposed;
    return this.between(from, this.at());
  }

  private at(): Places {
    return { base: this.baseAt, current: this.currentAt, proposed: this.proposedAt };
  }

  private between(from: Places, to: Places): Texts {
    const { base, current, proposed } = this.texts;
    return {
      base: base.slice(from.base, to.base),
      current: current.slice(from.current, to.current),
      proposed: proposed.slice(from.proposed, to.proposed),
    };
  }

  private push(token: WordToken | undefined): void {
    if (token) pushToken(this.tokens, token);
  }

  private flush(end: Places): void {
    const text = joinTokens(this.tokens);
    this.tokens = [];
    const of = joinEach(this.between(this.flushed, end));
    if (text !== '' || Object.values(of).some((side) => side !== ''))
      this.done.push({ kind: 'text', text, of });
  }
}

function joinEach({ base, current, proposed }: Texts): Sides {
  return { base: joinTokens(base), current: joinTokens(current), proposed: joinTokens(proposed) };
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
