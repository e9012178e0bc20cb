import { DatabaseUnavailable, WriteTimedOut } from './errors.js';

/**
 * Codes by which drivers say that the server is away, starting, stopping, full of connections or behind a long line,
 * or that its disk is full, failing or not to be written to.
 */
const away =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|57P0[1-4]|08\w{3}|25006|53\w{3}|55P03|58030|SQLITE_(BUSY|IOERR|READONLY|CANTOPEN)\w*|SQLITE_FULL)$/;

/** True for an error that says the database cannot be had just now; trying again later makes sense. */
export function isDatabaseGone(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || error instanceof WriteTimedOut) return true;
  const { name, code, message, driverError } = error as Partial<Record<string, unknown>>;
  if (name !== 'QueryFailedError' && typeof code !== 'string')
    return /^(Connection terminated|timeout exceeded when trying to connect)/.test(String(message));
  const driverCode = (driverError as { code?: unknown } | undefined)?.code ?? code;
  return typeof driverCode === 'string' && away.test(driverCode);
}
