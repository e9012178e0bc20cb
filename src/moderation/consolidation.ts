import { isSame, mergeWording, type SourceWording } from '../programme/wording/wording.js';
import type { Contender } from '../suggestions/board.js';
import { type Consolidated, consolidate, type Excluding, mostTogether } from '../suggestions/consolidate.js';

/** What a garant had on the page: picked suggestions and the wording that came of them, perhaps changed. */
export interface Typed {
  /** What the final wording was put together from. */
  made: { wording: SourceWording; contenders: readonly Contender[] };
  final: SourceWording;
}

/** What comes of the picked suggestions today. */
export interface Work {
  result: Consolidated | Excluding;
  /** The final wording; null where there is none to write, since suggestions exclude each other or the section goes. */
  final: SourceWording | null;
  /** The garant's own changes could not be brought over, so what was typed stays as it was. */
  kept: boolean;
}

const apart: Excluding = { clean: false, pairs: [] };

/** Puts the picked suggestions together, with whatever the garant changed in what came of others before. */
export function workOn(current: SourceWording, picked: readonly Contender[], typed: Typed | null): Work {
  // Every pair would be compared: so many are not put together, and whoever picked them is told.
  if (picked.length > mostTogether) return { result: apart, final: typed?.final ?? null, kept: false };
  const result = consolidate(current, picked);
  const made = result.clean && picked.length > 0 ? result.wording : null;
  if (made === null || typed === null) return { result, final: made, kept: false };
  const before = madeBefore(typed);
  if (isSame(before, typed.final)) return { result, final: made, kept: false };
  const brought = mergeWording(before, made, typed.final);
  return { result, final: brought ?? typed.final, kept: brought === null };
}

function madeBefore({ made }: Typed): SourceWording {
  const result = consolidate(made.wording, made.contenders.slice(0, mostTogether));
  return (result.clean ? result.wording : null) ?? made.wording;
}
