// Measures what importing a large programme costs: time, memory above the start, and for how long it holds up everything
// else in the process. Runs the built application's import on a database of its own; nothing is served.
//
//   npm run bench:import -- [--points 1000] [--sections 10] [--json]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: option } = parseArgs({
  options: {
    points: { type: 'string', default: '1000' },
    sections: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});
const points = Number(option.points);
const sections = Number(option.sections);
const root = new URL('../dist/', import.meta.url);
const [{ migrate }, { openDatabase }, { entities }, { contentImportOf }] = await Promise.all(
  ['database/migrate.js', 'database/open.js', 'entities.js', 'programme/content-import.service.js'].map(
    (file) => import(new URL(file, root).href),
  ),
);

const syllables = 'ko ra mi tu se le po na vi da ho re ky bo ce sti pro mě ná za'.split(' ');
let seed = 1;
function random(below) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % below;
}
const word = () => Array.from({ length: 2 + random(3) }, () => syllables[random(syllables.length)]).join('');
const words = Array.from({ length: 4000 }, word);
const text = (count) => Array.from({ length: count }, () => words[random(words.length)]).join(' ');

function body() {
  return Array.from(
    { length: 3 },
    () => `${text(30)}, **${text(3)}** a [${text(2)}](https://example.org/a).`,
  ).join('\n\n');
}

const states = Array.from({ length: points }, () =>
  Array.from({ length: sections }, () => ({ heading: text(3), body: body() })),
);

function write(folder, edit) {
  states.forEach((point, i) => {
    const content = edit(point, i)
      .map((section) => `## ${section.heading}\n\n${section.body}`)
      .join('\n\n');
    const name = `bod-${i}`;
    const header = `---\ncampaignCategoryUid: kraj\nuid: ${name}\norder: ${i}\ntitle: Bod ${i}\n---`;
    writeFileSync(join(folder, 'kraj', `${name}.md`), `${header}\n\n${content}\n`);
  });
}

const edited = ({ heading, body: before }) => ({ heading, body: `${before} ${text(12)}` });
const runs = [
  ['first import', (point) => point],
  ['the same again', (point) => point],
  ['every section edited', (point) => point.map(edited)],
  ['every section in another point', (_, i) => states[(i + 1) % points]],
  ['everything rewritten', (point) => point.map(() => ({ heading: text(3), body: body() }))],
];

const folder = mkdtempSync(join(tmpdir(), 'podnet-import-'));
mkdirSync(join(folder, 'content', 'kraj'), { recursive: true });
const url = `sqlite:${join(folder, 'bench.db')}`;
await migrate(url);
const database = await openDatabase(url, entities, {
  warn: (message) => process.stderr.write(`${message}\n`),
});
const results = [];
for (const [name, edit] of runs) {
  write(join(folder, 'content'), edit);
  results.push({
    name,
    ...(await measure(() => contentImportOf(database).run(join(folder, 'content'), null))),
  });
}
await database.close();
rmSync(folder, { recursive: true });
const report = option.json ? [JSON.stringify({ points, sections, results })] : results.map(line);
process.stdout.write(`${report.join('\n')}\n`);

/** Milliseconds, MiB above the start at the worst moment, and the longest time that a timer of 1 ms came late. */
async function measure(work) {
  globalThis.gc?.();
  const start = process.memoryUsage.rss();
  let peak = start;
  let stall = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    stall = Math.max(stall, now - last - 1);
    last = now;
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 1);
  const from = performance.now();
  const { files } = await work();
  clearInterval(timer);
  const outcomes = {};
  for (const { outcome } of files) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    ms: Math.round(performance.now() - from),
    memory: Math.round((peak - start) / 1024 ** 2),
    rss: Math.round(peak / 1024 ** 2),
    stall: Math.round(stall),
    outcomes,
  };
}

function line({ name, ms, memory, rss, stall, outcomes }) {
  const figures = `${(ms / 1000).toFixed(1)} s, ${memory} MiB above the start (${rss} in all), longest stall ${stall} ms`;
  return `${name.padEnd(32)} ${figures}, ${JSON.stringify(outcomes)}`;
}
