/** Why a value is refused: the key of a message in the locales and its parameters. */
export interface TextProblem {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A checked value in its normal form, or the problem with it. */
export type Checked =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: TextProblem };

/** Refuses a value for the reason with the given message key. */
export function refuse(key: string, params: TextProblem['params'] = {}): Checked {
  return { ok: false, problem: { key, params } };
}

/** Packs a problem into the one string that class-validator can carry as a message. */
export function packProblem(problem: TextProblem): string {
  return Object.keys(problem.params).length === 0
    ? problem.key
    : `${problem.key} ${JSON.stringify(problem.params)}`;
}

/** Unpacks what `packProblem` packed; a plain message key has no parameters. */
export function unpackProblem(message: string): TextProblem {
  const space = message.indexOf(' ');
  if (space < 0) return { key: message, params: {} };
  return { key: message.slice(0, space), params: JSON.parse(message.slice(space + 1)) };
}
