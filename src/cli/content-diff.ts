import { Command } from 'commander';
import { readBounded } from '../programme/content/files.js';
import { matchSections, type SectionMatches } from '../programme/content/matching/match-sections.js';
import { type PointContent, readPoint } from '../programme/content/point.js';
import type { SectionContent } from '../programme/content/sections.js';
import {
  contentMessages,
  diagnosticMessage,
  type Language,
  languageOption,
  type Messages,
} from './content-messages.js';
import { Refusal } from './run.js';

interface DiffOptions {
  json?: true;
  lang: Language;
}

/** `content diff OLD NEW …`: which section is which in two states of a file; JSON has one line for each pair. */
export function contentDiff(): Command {
  return new Command('diff')
    .description('match the sections of two states of one programme point, without a database')
    .argument('<files...>', 'OLD.md NEW.md [OLD.md NEW.md …]')
    .option('--json', 'print one line of JSON for each pair')
    .addOption(languageOption())
    .action(diff);
}

async function diff(files: string[], options: DiffOptions, command: Command): Promise<void> {
  const messages = contentMessages(options.lang);
  if (files.length % 2 !== 0) command.error(messages('content.diff.pairs'));
  const points: PointContent[] = [];
  for (const file of files) points.push(await readOne(file, messages));
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [old, now] = [points[i]?.sections ?? [], points[i + 1]?.sections ?? []];
    const found = matchSections(old, now);
    process.stdout.write(
      options.json ? `${JSON.stringify(asJson(found))}\n` : asText(found, old, now, messages),
    );
  }
}

async function readOne(path: string, messages: Messages): Promise<PointContent> {
  const file = await readBounded(path, path);
  if (!('bytes' in file)) throw new Refusal(`${path}:1: ${diagnosticMessage(file.diagnostic, messages)}`);
  const read = readPoint(path, file.bytes);
  if (read.status === 'imported') return read.point;
  const reason = read.diagnostics[0];
  throw new Refusal(`${path}:${reason?.line ?? 1}: ${reason ? diagnosticMessage(reason, messages) : ''}`);
}

/** In JSON `matches` says where the feedback of each old section is found, so it follows merges too. */
function asJson({ matches, splits, merges }: SectionMatches): SectionMatches {
  const into = new Map(merges);
  return { matches: matches.map((match, i) => (match < 0 ? (into.get(i) ?? -1) : match)), splits, merges };
}

function asText(
  found: SectionMatches,
  old: SectionContent[],
  now: SectionContent[],
  messages: Messages,
): string {
  const name = (sections: SectionContent[], i: number) => {
    const section = sections[i];
    return `${i + 1} „${section?.heading ?? messages(`content.kind.${section?.kind ?? 'whole'}`)}“`;
  };
  const lines = [
    ...found.matches.map(
      (match, i) => `${name(old, i)} → ${match < 0 ? messages('content.diff.gone') : name(now, match)}`,
    ),
    ...found.splits.map(([from, to]) =>
      messages('content.diff.split', { from: name(old, from), to: name(now, to) }),
    ),
    ...found.merges.map(([from, to]) =>
      messages('content.diff.merge', { from: name(old, from), to: name(now, to) }),
    ),
  ];
  const kept = new Set([...found.matches, ...found.splits.map(([, to]) => to)]);
  const fresh = now.flatMap((_, i) =>
    kept.has(i) ? [] : [`${messages('content.diff.new')} → ${name(now, i)}`],
  );
  return `${[...lines, ...fresh].join('\n')}\n`;
}
