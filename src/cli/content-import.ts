import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Config } from '../ops/config.js';
import type { ImportScope } from '../programme/content-import.entity.js';
import type { ContentImport, ImportedFile } from '../programme/content-import.service.js';
import { withApplication } from './application.js';
import {
  contentMessages,
  diagnosticMessage,
  type Language,
  languageOption,
  type Messages,
} from './content-messages.js';
import { rehearsalJson, rehearsalText } from './content-rehearsal.js';
import { Refusal } from './run.js';

interface ImportOptions {
  dryRun?: true;
  partial?: true;
  json?: true;
  lang: Language;
}

/** What is to be imported, and where to. */
interface Job {
  config: Config;
  folder: string;
  scope: ImportScope;
}

/** `content import [DIR]`: brings a folder of texts into the database; exit status 1 when a file was rejected. */
export function contentImport(): Command {
  return new Command('import')
    .description('import a folder of programme texts; what cannot be read stays as it was imported before')
    .argument('[dir]', 'folder with programmes.yaml, people/ and programme points (default: CONTENT_DIR)')
    .option('--dry-run', 'only say what would become of every section and of what people said about it')
    .option('--partial', 'the folder has only some of the files: points without one are left alone')
    .option('--json', 'print JSON')
    .addOption(languageOption())
    .action(importContent);
}

async function importContent(dir: string | undefined, options: ImportOptions): Promise<void> {
  const messages = contentMessages(options.lang);
  const { readConfig } = await import('../ops/config.js');
  const config = readConfig(process.env);
  const folder = dir ?? config.contentDir;
  const isFolder = await stat(folder)
    .then((found) => found.isDirectory())
    .catch(() => false);
  if (!isFolder) throw new Refusal(messages('content.check.noFolder', { dir: folder }));
  const scope = options.partial ? 'partial' : 'whole';
  const job = { config, folder, scope } as const;
  const { output, rejected } = await (options.dryRun ? rehearse : carryOut)(job, options, messages);
  process.stdout.write(output);
  if (rejected > 0) throw new Refusal(messages('content.check.rejected', { count: rejected }));
}

interface Outcome {
  output: string;
  rejected: number;
}

async function rehearse(job: Job, { json }: ImportOptions, messages: Messages): Promise<Outcome> {
  return withDatabase(job.config.databaseUrl, async (database) => {
    const [{ listFiles }, { importPlannerOf }, { feedbackOf }] = await Promise.all([
      import('../programme/content/files.js'),
      import('../programme/content-import.service.js'),
      import('../imports/feedback-touched.js'),
    ]);
    const files = await listFiles(job.folder);
    const plan = await importPlannerOf(database).plan({ files, scope: job.scope, corrections: [] });
    if (plan.isNothing) throw new Refusal(messages('content.import.nothing', { dir: job.folder }));
    const ids = plan.files.flatMap(({ summary }) =>
      summary.sections.flatMap(({ sectionId }) => sectionId ?? []),
    );
    const touched = new Map();
    for (let from = 0; from < ids.length; from += 1000)
      for (const [id, said] of await feedbackOf(database.read, ids.slice(from, from + 1000)))
        touched.set(id, said);
    const rehearsal = { plan, touched, messages };
    const rejected = plan.files.filter(({ outcome }) => outcome === 'rejected').length;
    if (json) return { output: `${JSON.stringify(rehearsalJson(rehearsal))}\n`, rejected };
    const lines = [rehearsalText(rehearsal), messages('content.import.totals', totals(plan.files))];
    return { output: `${[...lines, messages('content.import.dryRun')].join('\n')}\n`, rejected };
  });
}

async function carryOut(job: Job, { json }: ImportOptions, messages: Messages): Promise<Outcome> {
  const { ContentImport } = await import('../programme/content-import.service.js');
  const files = await withApplication(job.config, (application) =>
    runImport(application.get(ContentImport), job, messages),
  );
  const output = json ? `${JSON.stringify(asJson(files, messages))}\n` : asText(files, messages);
  return { output, rejected: totals(files).rejected };
}

type Database = Awaited<ReturnType<typeof import('../database/open.js')['openDatabase']>>;

async function runImport(content: ContentImport, job: Job, messages: Messages): Promise<ImportedFile[]> {
  const [{ NothingToImport }, web] = await Promise.all([
    import('../programme/content-import.service.js'),
    import('../web/refusal.js'),
  ]);
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const options = { scope: job.scope, signal: interrupted.signal, onFile: showProgress(messages) };
    return (await content.run(job.folder, null, options)).files;
  } catch (error) {
    if (error instanceof NothingToImport)
      throw new Refusal(messages('content.import.nothing', { dir: job.folder }));
    if (interrupted.signal.aborted) throw new Refusal(messages('content.import.stopped'));
    if (error instanceof web.Refusal && error.key !== undefined) {
      const values = (error.params ?? {}) as Record<string, string | number>;
      throw new Refusal(messages(error.key, values));
    }
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** On a terminal, one line that says how far it is. */
function showProgress(messages: Messages): (done: number, total: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, total) => {
    const end = done >= total ? '\r\u001b[K' : '';
    process.stderr.write(`\r\u001b[K${messages('content.import.progress', { done, total })}${end}`);
  };
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const [{ migrate }, { openDatabase }, { entities }] = await Promise.all([
    import('../database/migrate.js'),
    import('../database/open.js'),
    import('../entities.js'),
  ]);
  await migrate(url);
  const database = await openDatabase(url, entities);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function asText(files: readonly ImportedFile[], messages: Messages): string {
  const lines = files.flatMap((file) => [
    ...remarks(file, messages).map(({ code, line, message }) => `${file.path}:${line}: ${message} [${code}]`),
    `${messages(`content.import.${file.outcome}`)} ${file.path}`,
  ]);
  return `${[...lines, messages('content.import.totals', totals(files))].join('\n')}\n`;
}

function asJson(files: readonly ImportedFile[], messages: Messages) {
  return {
    files: files.map((file) => ({ ...file, diagnostics: remarks(file, messages) })),
    totals: totals(files),
  };
}

function remarks({ diagnostics }: ImportedFile, messages: Messages) {
  return diagnostics.map((found) => ({
    code: found.code,
    severity: found.severity,
    line: found.line,
    message: diagnosticMessage(found, messages),
  }));
}

function totals(files: readonly Pick<ImportedFile, 'outcome'>[]): Record<ImportedFile['outcome'], number> {
  const counts = { new: 0, changed: 0, unchanged: 0, archived: 0, skipped: 0, rejected: 0 };
  for (const { outcome } of files) counts[outcome] += 1;
  return counts;
}
