import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { ImportedFile, ImportReport } from '../programme/content-import.service.js';
import {
  contentMessages,
  diagnosticMessage,
  type Language,
  languageOption,
  type Messages,
} from './content-messages.js';
import { Refusal } from './run.js';

interface ImportOptions {
  json?: true;
  lang: Language;
}

/** `content import [DIR]`: brings a folder of texts into the database; exit status 1 when a file was rejected. */
export function contentImport(): Command {
  return new Command('import')
    .description('import a folder of programme texts; what cannot be read stays as it was imported before')
    .argument('[dir]', 'folder with programmes.yaml, people/ and programme points (default: CONTENT_DIR)')
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
  const report = await runImport(config.databaseUrl, folder);
  if (!report) throw new Refusal(messages('content.import.nothing', { dir: folder }));
  const output = options.json ? `${JSON.stringify(asJson(report, messages))}\n` : asText(report, messages);
  process.stdout.write(output);
  const { rejected } = totals(report.files);
  if (rejected > 0) throw new Refusal(messages('content.check.rejected', { count: rejected }));
}

/** Null where there is nothing to import. */
async function runImport(databaseUrl: string, folder: string): Promise<ImportReport | null> {
  const [{ migrate }, { openDatabase }, { entities }, { contentImportOf, NothingToImport }] =
    await Promise.all([
      import('../database/migrate.js'),
      import('../database/open.js'),
      import('../entities.js'),
      import('../programme/content-import.service.js'),
    ]);
  await migrate(databaseUrl);
  const database = await openDatabase(databaseUrl, entities);
  try {
    return await contentImportOf(database).run(folder, null);
  } catch (error) {
    if (error instanceof NothingToImport) return null;
    throw error;
  } finally {
    await database.close();
  }
}

function asText({ files }: ImportReport, messages: Messages): string {
  const lines = files.flatMap((file) => [
    ...remarks(file, messages).map(({ code, line, message }) => `${file.path}:${line}: ${message} [${code}]`),
    `${messages(`content.import.${file.outcome}`)} ${file.path}`,
  ]);
  return `${[...lines, messages('content.import.totals', totals(files))].join('\n')}\n`;
}

function asJson({ files }: ImportReport, messages: Messages) {
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

function totals(files: readonly ImportedFile[]): Record<ImportedFile['outcome'], number> {
  const counts = { new: 0, changed: 0, unchanged: 0, archived: 0, skipped: 0, rejected: 0 };
  for (const { outcome } of files) counts[outcome] += 1;
  return counts;
}
