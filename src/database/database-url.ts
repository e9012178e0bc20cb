/** Where the data lies. */
export type DatabaseLocation = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

/**
 * Reads `sqlite:./data/podnet.db` (a path, relative to the working directory) or `postgres://user@host/name`.
 * @throws Error when the address is neither; the message never repeats it, as it may hold a password.
 */
export function parseDatabaseUrl(url: string): DatabaseLocation {
  if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgres', url };
  const file = /^sqlite:(?<file>.+)$/.exec(url)?.groups?.file;
  if (file === undefined) throw new Error('DATABASE_URL must begin with "sqlite:" or "postgres://".');
  // Reading and writing use two connections, and a database in memory belongs to one connection only.
  if (file.includes(':memory:'))
    throw new Error('DATABASE_URL must name a file; SQLite in memory is not supported.');
  return { kind: 'sqlite', file };
}
