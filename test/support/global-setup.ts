import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres, type TestServer } from './postgres.js';

/** What tests need to know to get databases of their own; see databases.ts. */
export interface DatabaseServers {
  /** Folder for SQLite files. */
  folder: string;
  /** Address of the PostgreSQL server; undefined when there is none. */
  postgres: string | undefined;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServers: DatabaseServers;
  }
}

/** Once for all tests: a folder and a PostgreSQL server, both gone afterwards. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'podnet-test-'));
  const server = await tryToStart();
  project.provide('databaseServers', { folder, postgres: server?.url });
  return async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function tryToStart(): Promise<TestServer | undefined> {
  try {
    return await startPostgres();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\nSKIPPED: everything on PostgreSQL, as it could not be started. ${reason}\n\n`);
    return undefined;
  }
}
