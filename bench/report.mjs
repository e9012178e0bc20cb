// Writes the figures of a run between the marks of docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../docs/performance.md', import.meta.url);
const goals = { 'anonymous point page': 0.7, 'signed-in point page': 0.25, 'posting a comment (durable)': 1 };

/** @param results name, requests per second of ours and of the bare server, and the ratio */
export function writeReport(results, sizes, run) {
  const [head, , tail] = readFileSync(file, 'utf8').split(/<!-- figures:(?:start|end) -->\n/);
  const rows = results.map(({ name, ours, bare, ratio }) => {
    const goal = goals[name] ? `≥ ${goals[name].toFixed(2)}` : '–';
    return `| ${name} | ${Math.round(ours)} | ${Math.round(bare)} | **${ratio.toFixed(2)}** | ${goal} |`;
  });
  const weights = sizes.map(
    ({ name, plain, gzip, brotli }) => `| ${name} | ${plain} | ${gzip} | ${brotli} |`,
  );
  const figures = [
    `Node ${run.node}, ${run.cpu}; ${run.rounds} rounds of ${run.seconds} s each, in turns, 20 connections; medians.`,
    '',
    '| what | ours, requests/s | bare Fastify, requests/s | ratio | goal |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    '| what the browser loads | bytes | gzip | brotli |',
    '| --- | ---: | ---: | ---: |',
    ...weights,
    '',
  ].join('\n');
  writeFileSync(file, `${head}<!-- figures:start -->\n${figures}<!-- figures:end -->\n${tail}`);
}
