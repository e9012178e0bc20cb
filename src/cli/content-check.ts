import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import type { Diagnostic } from '../programme/content/diagnostics.js';
import type { ReadFile } from '../programme/content/point.js';
import type { SectionContent } from '../programme/content/sections.js';
import { type ContentTree, readContentTree } from '../programme/content/tree.js';
import {
  contentMessages,
  diagnosticMessage,
  type Language,
  languageOption,
  type Messages,
} from './content-messages.js';
import { Refusal } from './run.js';

interface CheckOptions {
  json?: true;
  lang: Language;
}

/** One file of the tree with its remarks, whatever it is about. */
interface CheckedFile {
  path: string;
  status: 'imported' | 'skipped' | 'rejected';
  diagnostics: Diagnostic[];
}

/** `content check DIR`: what an import would read, and every remark; exit status 1 when a file was rejected. */
export function contentCheck(): Command {
  return new Command('check')
    .description('read a folder of programme texts without a database and print every remark')
    .argument('<dir>', 'folder with programmes.yaml, people/ and programme points')
    .option('--json', 'print JSON')
    .addOption(languageOption())
    .action(check);
}

async function check(dir: string, options: CheckOptions): Promise<void> {
  const messages = contentMessages(options.lang);
  const isFolder = await stat(dir)
    .then((found) => found.isDirectory())
    .catch(() => false);
  if (!isFolder) throw new Refusal(messages('content.check.noFolder', { dir }));
  const tree = await readContentTree(dir);
  const output = options.json ? `${JSON.stringify(asJson(tree, messages))}\n` : asText(tree, messages);
  process.stdout.write(output);
  const rejected = allFiles(tree).filter(({ status }) => status === 'rejected').length;
  if (rejected > 0) throw new Refusal(messages('content.check.rejected', { count: rejected }));
}

function allFiles(tree: ContentTree): CheckedFile[] {
  return [...(tree.programmesFile ? [tree.programmesFile] : []), ...tree.peopleFiles, ...tree.files];
}

function asText(tree: ContentTree, messages: Messages): string {
  const lines = allFiles(tree).flatMap(({ path, diagnostics }) =>
    diagnostics.map(
      (found) => `${path}:${found.line}: ${diagnosticMessage(found, messages)} [${found.code}]`,
    ),
  );
  lines.push(messages('content.check.totals', totals(tree)));
  return `${lines.join('\n')}\n`;
}

function asJson(tree: ContentTree, messages: Messages) {
  const remarks = ({ diagnostics }: CheckedFile) =>
    diagnostics.map((found) => ({
      code: found.code,
      severity: found.severity,
      line: found.line,
      message: diagnosticMessage(found, messages),
    }));
  return {
    files: tree.files.map((file) => ({ ...fileJson(file), diagnostics: remarks(file) })),
    programmes: tree.programmesFile && {
      path: tree.programmesFile.path,
      status: tree.programmesFile.status,
      programmes: tree.programmesFile.programmes,
      diagnostics: remarks(tree.programmesFile),
    },
    people: tree.peopleFiles.map((file) => ({
      path: file.path,
      status: file.status,
      uid: file.status === 'imported' ? file.person.uid : null,
      name: file.status === 'imported' ? file.person.name : null,
      diagnostics: remarks(file),
    })),
    totals: totals(tree),
  };
}

function fileJson(file: ReadFile) {
  const point = file.status === 'imported' ? file.point : null;
  return {
    path: file.path,
    status: file.status,
    programme: point?.programme ?? null,
    group: point?.group ?? null,
    uid: point?.uid ?? null,
    title: point?.title ?? null,
    order: point?.order ?? null,
    garants: point?.garants ?? [],
    sections: (point?.sections ?? []).map(sectionJson),
  };
}

function sectionJson({ kind, heading, slug, line, body }: SectionContent) {
  const bodySha1 = createHash('sha1').update(body, 'utf8').digest('hex').slice(0, 12);
  return { kind, heading, slug, line, bodySha1 };
}

function totals(tree: ContentTree) {
  const count = (status: CheckedFile['status']) => tree.files.filter((file) => file.status === status).length;
  const found = allFiles(tree).flatMap(({ diagnostics }) => diagnostics);
  const weighing = (severity: Diagnostic['severity']) =>
    found.filter((one) => one.severity === severity).length;
  return {
    files: tree.files.length,
    imported: count('imported'),
    skipped: count('skipped'),
    rejected: count('rejected'),
    sections: tree.files.reduce(
      (sum, file) => sum + (file.status === 'imported' ? file.point.sections.length : 0),
      0,
    ),
    people: tree.people.length,
    programmes: tree.programmes.length,
    errors: weighing('error'),
    warnings: weighing('warning'),
    infos: weighing('info'),
  };
}
