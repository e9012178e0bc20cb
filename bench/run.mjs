// Measures against a bare Fastify server with the same bytes, in one run on one machine, in turns. Prints ratios, and
// with --write puts them into docs/performance.md. With --texts measures only what comparing and merging texts costs.

import { execFileSync, fork, spawn } from 'node:child_process';
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import Database from 'better-sqlite3';
import { writeReport } from './report.mjs';

if (process.argv.includes('--texts')) {
  await import('./texts.mjs');
  process.exit();
}

const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'podnet-bench-'));
const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 5;
const seconds = quick ? 2 : 5;
const people = 3000;
const secret = randomBytes(32).toString('hex');
const point = '/program/kraj2020/digitalizace';
const children = [];

const port = await freePort();
const databaseFile = join(folder, 'podnet.db');
const environment = {
  ...process.env,
  NODE_ENV: 'production',
  PORT: String(port),
  BASE_URL: 'https://bench.example.org',
  DATABASE_URL: `sqlite:${databaseFile}`,
  SESSION_SECRET: secret,
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'bench@example.org',
  LOG_LEVEL: 'warn',
  TRUST_PROXY: '1',
};

try {
  execFileSync('node', ['dist/cli.js', 'demo'], {
    cwd: root,
    env: { ...environment, NODE_ENV: 'development' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const sessions = signIn(people);
  const ours = await startOurs();
  const visitorBytes = await bytesOf(`${ours}${point}`, { 'accept-encoding': 'br' }, 'br');
  const viewerBytes = await bytesOf(`${ours}${point}`, { cookie: sessions[0].cookie }, null);
  const bare = await startBare(visitorBytes, viewerBytes);
  const { tokens, revision } = await formOf(ours, sessions);
  const results = [];
  results.push(
    await compare(
      'anonymous point page',
      { url: `${ours}${point}`, headers: { 'accept-encoding': 'br' } },
      { url: `${bare}/visitor`, headers: { 'accept-encoding': 'br' } },
    ),
    await compare(
      'anonymous point page, unchanged (304)',
      {
        url: `${ours}${point}`,
        headers: { 'accept-encoding': 'br', 'if-none-match': await tagOf(`${ours}${point}`) },
      },
      { url: `${bare}/visitor`, headers: { 'accept-encoding': 'br' } },
    ),
    await compare(
      'signed-in point page',
      { url: `${ours}${point}`, headers: { cookie: sessions[0].cookie } },
      { url: `${bare}/viewer` },
    ),
    await compare('posting a comment (durable)', poster(ours, sessions, tokens, revision), barePoster(bare)),
  );
  const sizes = await sizesOf(ours, sessions[0].cookie);
  print(results, sizes);
  if (process.argv.includes('--write'))
    writeReport(results, sizes, { rounds, seconds, cpu: cpus()[0]?.model, node: process.version });
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** Accounts with consent and a session each, written straight into the table: signing in is not what is measured. */
function signIn(count) {
  const database = new Database(databaseFile);
  const at = new Date().toISOString();
  const later = new Date(Date.now() + 86_400_000).toISOString();
  const consents = database.prepare('SELECT DISTINCT kind, version FROM consent').all();
  const insert = (table, row) =>
    database
      .prepare(
        `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
          .map((name) => `@${name}`)
          .join()})`,
      )
      .run(row);
  const sessions = [];
  database.transaction(() => {
    for (let number = 0; number < count; number += 1) {
      const account = randomUUID();
      const id = randomUUID();
      const token = randomBytes(32).toString('base64url');
      insert('account', {
        id: account,
        email: `bench${number}@example.org`,
        public_name: `Měřič ${number}`,
        name_skeleton: `bench${number}`,
        locale: 'cs',
        created_at: at,
      });
      for (const consent of consents)
        insert('consent', { id: randomUUID(), account_id: account, ...consent, given_at: at });
      insert('session', {
        id,
        token_hash: createHash('sha256').update(token).digest('hex'),
        account_id: account,
        created_at: at,
        last_used_at: at,
        expires_at: later,
        user_agent: 'bench',
      });
      sessions.push({ id, cookie: `__Host-podnet=${token}` });
    }
  })();
  database.close();
  return sessions;
}

async function startOurs() {
  const child = spawn('node', ['dist/main.js'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  const address = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ready = await fetch(`${address}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return address;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the application did not start');
}

async function startBare(visitorBytes, viewerBytes) {
  const files = [join(folder, 'visitor'), join(folder, 'viewer')];
  writeFileSync(files[0], visitorBytes);
  writeFileSync(files[1], viewerBytes);
  const child = fork(join(root, 'bench/bare.mjs'), [join(folder, 'bare.db'), ...files]);
  children.push(child);
  const { port: barePort } = await new Promise((resolve) => child.once('message', resolve));
  return `http://127.0.0.1:${barePort}`;
}

/** The tokens of the sessions' forms, and the wording the comments are about. */
async function formOf(address, sessions) {
  const html = await fetch(`${address}${point}/sekce/1`, { headers: { cookie: sessions[0].cookie } }).then(
    (answer) => answer.text(),
  );
  const revision = html.match(/name="revize" value="([^"]+)"/)?.[1];
  const sign = (session) =>
    createHmac('sha256', secret).update(`csrf\0${session.id}`).digest('base64url').slice(0, 32);
  if (!html.includes(sign(sessions[0]))) throw new Error('the token in the form is not the one expected');
  return { tokens: sessions.map(sign), revision };
}

function poster(address, sessions, tokens, revision) {
  let sent = 0;
  const next = (request) => {
    const place = sent % sessions.length;
    sent += 1;
    const body = new URLSearchParams({
      _csrf: tokens[place],
      revize: revision ?? '',
      body: `Měření číslo ${sent} s trochou textu, jak ho lidé píší.`,
    });
    return {
      ...request,
      body: String(body),
      headers: {
        ...request.headers,
        cookie: sessions[place].cookie,
        'x-forwarded-for': homeOf(place),
      },
    };
  };
  return {
    url: `${address}${point}/sekce/1/komentare`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    requests: [{ setupRequest: next }],
    expected: 303,
  };
}

/** A network for each person: people who write from one are limited together. */
function homeOf(place) {
  return `10.0.${Math.floor(place / 250)}.${(place % 250) + 1}`;
}

function barePoster(address) {
  const body = String(
    new URLSearchParams({
      _csrf: 'x'.repeat(32),
      revize: randomUUID(),
      body: 'Měření číslo 12345 s trochou textu, jak ho lidé píší.',
    }),
  );
  return {
    url: `${address}/comment/1`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    expected: 303,
  };
}

/** Requests per second of both, in turns; the ratio is the median of the rounds' ratios. */
async function compare(name, ours, bare) {
  await measure(ours, 1);
  await measure(bare, 1);
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push({ bare: await measure(bare, seconds), ours: await measure(ours, seconds) });
  }
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return {
    name,
    ours: median(pairs.map((pair) => pair.ours)),
    bare: median(pairs.map((pair) => pair.bare)),
    ratio: median(pairs.map((pair) => pair.ours / pair.bare)),
  };
}

async function measure({ expected = 200, ...options }, duration) {
  forgetLimits();
  const result = await autocannon({ connections: 20, ...options, duration });
  const codes = Object.keys(result.statusCodeStats ?? {});
  const fine = codes.every((code) => Number(code) === expected || Number(code) === 304);
  if (!fine || result.errors > 0)
    throw new Error(`${options.url}: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`);
  return result.requests.average;
}

/** More is sent in a round than an hour's limit for everybody together allows; the counting itself is measured. */
function forgetLimits() {
  const database = new Database(databaseFile, { timeout: 5000 });
  database.exec('DELETE FROM rate_count');
  database.close();
}

async function bytesOf(url, headers, encoding) {
  const html = Buffer.from(
    await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' } }).then((answer) =>
      answer.arrayBuffer(),
    ),
  );
  return encoding === 'br' ? brotliCompressSync(html) : html;
}

async function tagOf(url) {
  return (await fetch(url)).headers.get('etag') ?? '';
}

/** Bytes of the page and of what it loads, plain and compressed. */
async function sizesOf(address, cookie) {
  const html = await fetch(`${address}${point}`, { headers: { cookie, 'accept-encoding': 'identity' } }).then(
    (answer) => answer.text(),
  );
  const css = await filesOf(
    address,
    [...html.matchAll(/href="([^"]+\.css)"/g)].map((match) => match[1]),
  );
  const js = await filesOf(
    address,
    [...html.matchAll(/src="([^"]+\.js)"/g)].map((match) => match[1]),
  );
  return [
    { name: 'point page (HTML)', ...weigh([html]) },
    { name: 'style sheet', ...weigh(css) },
    { name: 'script, all modules', ...weigh(js) },
  ];
}

async function filesOf(address, paths) {
  const seen = new Map();
  const queue = paths.map((path) => new URL(path, address).href);
  for (let url = queue.shift(); url; url = queue.shift()) {
    if (seen.has(url)) continue;
    const text = await fetch(url).then((answer) => answer.text());
    seen.set(url, text);
    for (const match of text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g))
      queue.push(new URL(match[1], url).href);
  }
  return [...seen.values()];
}

function weigh(texts) {
  const sum = (of) => texts.reduce((total, text) => total + of(Buffer.from(text)), 0);
  return {
    plain: sum((bytes) => bytes.length),
    gzip: sum((bytes) => gzipSync(bytes, { level: 9 }).length),
    brotli: sum((bytes) => brotliCompressSync(bytes).length),
  };
}

function print(results, sizes) {
  for (const { name, ours, bare, ratio } of results) {
    process.stdout.write(
      `${name.padEnd(40)} ${Math.round(ours)}/s, bare ${Math.round(bare)}/s, ratio ${ratio.toFixed(2)}\n`,
    );
  }
  for (const { name, plain, gzip, brotli } of sizes) {
    process.stdout.write(`${name.padEnd(40)} ${plain} B, gzip ${gzip} B, brotli ${brotli} B\n`);
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return free;
}
