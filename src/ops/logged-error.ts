/** What a log says of an error. */
export interface LoggedError {
  type: string;
  message: string;
  /** Frames only: its first line would be the message once more. */
  stack?: string;
  code?: unknown;
  /** SQL without the values that were given to it, and what it failed at. */
  statement?: string;
  constraint?: unknown;
  table?: unknown;
  column?: unknown;
  cause?: LoggedError;
  errors?: LoggedError[];
}

const longestStatement = 1000;
const deepest = 3;

/**
 * An error for the log: named fields only. Databases attach the values of a statement to its error and repeat them in
 * its message, parsers quote what they could not read; all of that is what people wrote.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '' };
  const fields: Fields = { ...(error as Fields) };
  return {
    type: error.name,
    message: loggedMessage(error),
    stack: framesOf(error),
    code: fields.code,
    ...ofStatement(fields),
    ...(depth < deepest ? within(error, depth) : {}),
  };
}

/** The message of an error for the log; without what it quotes where that may be what people wrote. */
export function loggedMessage(error: Error): string {
  return quotesValues(error) ? error.message.replace(/".*"/s, '"…"') : error.message;
}

type Fields = Partial<Record<'code' | 'query' | 'severity' | 'constraint' | 'table' | 'column', unknown>>;

/** Errors of statements and of parsers; PostgreSQL's own carry a severity. */
function quotesValues(error: Error): boolean {
  const { query, severity }: Fields = { ...(error as Fields) };
  return query !== undefined || severity !== undefined || error instanceof SyntaxError;
}

/** Behind the message, which may have lines that look like frames. */
function framesOf({ stack = '', message }: Error): string {
  const behind = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  return behind
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

function ofStatement({ query, constraint, table, column }: Fields): Partial<LoggedError> {
  if (typeof query !== 'string') return {};
  return { statement: query.slice(0, longestStatement), constraint, table, column };
}

function within({ cause, errors }: Error & { errors?: unknown }, depth: number): Partial<LoggedError> {
  return {
    ...(cause instanceof Error ? { cause: loggedError(cause, depth + 1) } : {}),
    ...(Array.isArray(errors)
      ? { errors: errors.slice(0, 5).map((each) => loggedError(each, depth + 1)) }
      : {}),
  };
}
