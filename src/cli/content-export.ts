import { resolve } from 'node:path';
import { Command } from 'commander';
import type { ExportedFile } from '../suggestions/export/export-content.js';
import type { MadeCommit } from '../suggestions/export/git-history.js';
import type { PointStates } from '../suggestions/export/text-states.js';
import { type Language, languageOption } from './content-messages.js';
import { Refusal } from './run.js';

interface ExportOptions {
  git?: true;
  json?: true;
  lang: Language;
}

interface Exported {
  files: ExportedFile[];
  commits: MadeCommit[];
}

/** `content export DIR`: writes the present text back into the files it came from; exit status 1 when one was refused. */
export function contentExport(): Command {
  return new Command('export')
    .description(
      'write the present text of every point to DIR as Markdown; programmes.yaml and people/ are not kept here and are left alone',
    )
    .argument('<dir>', 'folder to write to; only files that differ are written')
    .option('--git', 'make one commit for each accepted suggestion and each edit since the last import')
    .option('--json', 'print JSON')
    .addOption(languageOption())
    .action(exportContent);
}

async function exportContent(dir: string, options: ExportOptions): Promise<void> {
  const { translate } = await import('../web/i18n/messages.js');
  const say = (key: string, params = {}) => translate(options.lang, `suggestions.export.${key}`, params);
  const exported = await run(resolve(dir), options).catch((error: unknown) => {
    if (isOfGit(error)) throw new Refusal(say('repository', { dir }));
    throw error;
  });
  if (!exported) throw new Refusal(say('staged', { dir }));
  process.stdout.write(options.json ? `${JSON.stringify(exported)}\n` : asText(exported, options, say));
  const refused = exported.files.filter(({ outcome }) => outcome === 'refused').length;
  if (refused > 0) throw new Refusal(say('refused', { count: refused }));
}

/** Git's own errors say where they come from; a damaged repository makes it stumble over something else as well. */
function isOfGit(error: unknown): boolean {
  return error instanceof Error && 'caller' in error && String(error.caller).startsWith('git.');
}

/** Null where somebody has prepared a commit of their own. */
async function run(folder: string, options: ExportOptions): Promise<Exported | null> {
  const [{ readConfig }, { migrate }, { openDatabase }, { entities }, { textStates }] = await Promise.all([
    import('../ops/config.js'),
    import('../database/migrate.js'),
    import('../database/open.js'),
    import('../entities.js'),
    import('../suggestions/export/text-states.js'),
  ]);
  const { databaseUrl, baseUrl } = readConfig(process.env);
  await migrate(databaseUrl);
  const database = await openDatabase(databaseUrl, entities);
  let points: PointStates[];
  try {
    points = await textStates(database.read);
  } finally {
    await database.close();
  }
  if (!options.git) {
    const { exportContent } = await import('../suggestions/export/export-content.js');
    return { files: await exportContent(folder, points), commits: [] };
  }
  const { exportToGit } = await import('../suggestions/export/git-history.js');
  const exported = await exportToGit(folder, points, { baseUrl, locale: options.lang });
  return 'problem' in exported ? null : exported;
}

function asText(
  { files, commits }: Exported,
  { git }: ExportOptions,
  say: (key: string, params?: object) => string,
): string {
  const lines = files.map((file) =>
    file.outcome === 'refused'
      ? `${file.path}: ${say('problem', { problem: file.problem })}`
      : `${say(file.outcome)} ${file.path}`,
  );
  const made = commits.map(({ oid, subject }) => `${oid.slice(0, 8)} ${subject}`);
  const count = (outcome: string) => files.filter((file) => file.outcome === outcome).length;
  const totals = say('totals', { written: count('written'), unchanged: count('unchanged') });
  const history = git ? [say('commits', { count: commits.length })] : [];
  return `${[...lines, ...made, totals, ...history, say('settings')].join('\n')}\n`;
}
