import type { Diagnostic } from '../programme/content/diagnostics.js';
import type { ContentImport, ImportState } from '../programme/content-import.entity.js';
import { placeOf } from '../programme/import/corrections.js';
import type { ImportCounts } from '../programme/import/counts.js';
import { type Correction, summaryOf } from '../programme/import/fates.js';
import type { FileOutcome, ImportFile } from '../programme/import-file.entity.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { countFates, fatesInWords, feedbackInWords, filesInWords, ofTotal } from './fate-counts.js';
import { type FeedbackTouched, sumOf } from './feedback-touched.js';
import { actorName, deskStep, importPath, importsStep, sourceOf } from './import-list.page.js';
import { type PointPlace, touchedSections } from './import-reads.service.js';

/** Files by what there is to do about them; `druh` in the address. */
export const fileGroups = {
  zmeny: ['new', 'changed', 'archived'],
  chyby: ['rejected'],
  'beze-zmeny': ['unchanged'],
  preskocene: ['skipped'],
} as const satisfies Record<string, readonly FileOutcome[]>;

/** One of these groups. */
export type FileGroup = keyof typeof fileGroups;

/** What is shown of one import. */
export interface ImportView {
  job: ContentImport;
  names: ReadonlyMap<string, string>;
  counts: ImportCounts;
  /** All that was said on sections that change; null while it is being rehearsed. */
  touched: FeedbackTouched | null;
  /** Points whose text it changed, where it was cancelled in the middle. */
  written: number;
  group: FileGroup;
  /** The files of the group on this page, and whether there are more. */
  files: readonly ImportFile[];
  more: boolean;
  /** Position after which this page begins; null for the first. */
  after: number | null;
  /** The first files with errors, to be seen whatever group is shown. */
  rejected: readonly ImportFile[];
  points: ReadonlyMap<string, PointPlace>;
  feedback: ReadonlyMap<string, FeedbackTouched>;
}

/** True while a process works on it. */
export function isWorking(state: ImportState): boolean {
  return state === 'rehearsing' || state === 'running';
}

/** Model of imports/progress, and of components/progress within it. */
export function progressPage(job: ContentImport, names: ReadonlyMap<string, string>, locale: Locale) {
  const { state, done, total } = job;
  // Nothing is counted yet while files are read and planned once more.
  const isCounted = total > 0 && (state === 'rehearsing' || done > 0);
  return {
    ...headOf(job, names, locale),
    label: translate(
      locale,
      state === 'running' ? 'imports.progress.running' : 'imports.progress.rehearsing',
    ),
    value: isCounted ? done : null,
    max: total,
    text: isCounted ? ofTotal(done, total, locale) : null,
  };
}

/** Model of imports/import. */
export function importPage(view: ImportView, locale: Locale) {
  const { job, names, rejected, group, counts } = view;
  const here = localPath(locale, importPath(job.number));
  const { new: fresh, changed, archived } = counts.files;
  return {
    ...headOf(job, names, locale),
    failure: job.failure && translate(locale, job.failure),
    // What it would have done is over; what it did is told in a sentence.
    summary: job.state === 'cancelled' ? null : summaryInWords(view, locale),
    written: view.written,
    nothing: fresh + changed + archived === 0,
    archived: job.scope === 'whole' ? archived : 0,
    overwritten: counts.sections.overwritten,
    corrections: correctedSections(job),
    errors: group === 'chyby' ? [] : messages(rejected.flatMap(errorsOf), locale),
    errorCount: counts.files.rejected,
    errorsHref: counts.files.rejected > rejected.length ? `${here}?druh=chyby#soubory` : null,
    groups: groupsOf(view, here, locale),
    groupTitle: translate(locale, groupTitle(job.state, group)),
    files: view.files.map((file) => fileRow(file, view, here, locale)),
    pages: pagesOf(view, here),
  };
}

function groupTitle(state: ImportState, group: FileGroup): string {
  if (group === 'zmeny' && state === 'done') return 'imports.group.changed';
  if (group === 'zmeny' && state === 'cancelled') return 'imports.group.meant';
  return `imports.group.${group}.title`;
}

/** Sections that a person decided something about. */
function correctedSections({ corrections }: ContentImport): number {
  const all = JSON.parse(corrections) as Correction[];
  return new Set(all.map(placeOf)).size;
}

/** What stands at the top whatever state it is in. */
function headOf(job: ContentImport, names: ReadonlyMap<string, string>, locale: Locale) {
  return {
    trail: [deskStep(locale), importsStep(locale)],
    number: job.number,
    meta: {
      source: sourceOf(job, locale),
      who: actorName(job, names, locale),
      at: job.createdAt,
      scope: translate(locale, `imports.scope.${job.scope}.short`),
    },
    state: job.state,
    actions: actionsOf(job.state, localPath(locale, importPath(job.number))),
  };
}

function actionsOf(state: ImportState, here: string) {
  const startable = state === 'rehearsed' || state === 'interrupted';
  return {
    carryOut: startable ? `${here}/provedeni` : null,
    cancel: startable || isWorking(state) ? `${here}/zruseni` : null,
  };
}

function summaryInWords({ counts, touched }: ImportView, locale: Locale) {
  const { minor, overwritten: _, ...fates } = counts.sections;
  return {
    files: filesInWords(counts.files, locale) || translate(locale, 'imports.files.none'),
    sections: fatesInWords({ ...fates, unchanged: 0 }, locale) || null,
    minor: minor > 0 ? translate(locale, 'imports.minor.count', { count: minor }) : null,
    touched: touched && (feedbackInWords(touched, locale) ?? translate(locale, 'imports.said.nothing')),
  };
}

function groupsOf({ counts, group }: ImportView, here: string, locale: Locale) {
  return (Object.keys(fileGroups) as FileGroup[])
    .map((name) => ({
      name,
      count: fileGroups[name].reduce((sum, outcome) => sum + counts.files[outcome], 0),
    }))
    .filter(({ name, count }) => count > 0 || name === group)
    .map(({ name, count }) => ({
      href: name === 'zmeny' ? `${here}#soubory` : `${here}?druh=${name}#soubory`,
      label: translate(locale, `imports.group.${name}.tab`),
      count,
      current: name === group,
    }));
}

interface DiagnosedLine extends Diagnostic {
  path: string;
}

function errorsOf(file: ImportFile): DiagnosedLine[] {
  return diagnosticsOf(file).filter(({ severity }) => severity === 'error');
}

/** What was remarked about a file. */
export function diagnosticsOf(file: ImportFile): DiagnosedLine[] {
  return (JSON.parse(file.diagnostics) as Diagnostic[]).map((found) => ({ ...found, path: file.path }));
}

/** "kraj/urad.md:3" and what is said about that line. */
export function messages(lines: readonly DiagnosedLine[], locale: Locale) {
  return lines.map(({ path, line, code, values, severity }) => ({
    place: `${path}:${line}`,
    severity,
    text: translate(locale, `content.diagnostic.${code}`, values),
  }));
}

function fileRow(file: ImportFile, view: ImportView, here: string, locale: Locale) {
  const { sections, formerPath, fieldsChanged } = summaryOf(file);
  const outcome = file.outcome ?? 'unchanged';
  const touched = sumOf(touchedSections(sections).flatMap((id) => view.feedback.get(id) ?? []));
  const said = feedbackInWords(touched, locale);
  const touchedKey = view.job.state === 'done' ? 'imports.touchedDone' : 'imports.touched';
  return {
    href: `${here}/soubory/${file.position}`,
    title: (file.pointId && view.points.get(file.pointId)?.title) || file.path,
    path: file.path,
    formerPath,
    outcome,
    outcomeText: translate(locale, `imports.outcome.${outcome}`),
    sections: outcome === 'unchanged' ? '' : fatesInWords({ ...countFates(sections), unchanged: 0 }, locale),
    reordered: sections.some(({ reordered }) => reordered),
    header: fieldsChanged.length > 0,
    touched: said && outcome !== 'new' ? translate(locale, touchedKey, { said }) : null,
    overwritten: sections.some(({ clash }) => clash === 'overwritten'),
    corrected: sections.some(({ corrected }) => corrected),
    errors: outcome === 'rejected' ? messages(errorsOf(file), locale) : [],
    warnings: diagnosticsOf(file).filter(({ severity }) => severity === 'warning').length,
  };
}

function pagesOf({ group, files, more, after }: ImportView, here: string) {
  const kind = group === 'zmeny' ? '' : `druh=${group}`;
  const last = files.at(-1);
  const query = (...parts: string[]) => {
    const all = parts.filter((part) => part !== '').join('&');
    return all === '' ? '' : `?${all}`;
  };
  return {
    first: after === null ? null : `${here}${query(kind)}#soubory`,
    next: more && last ? `${here}${query(kind, `po=${last.position}`)}#soubory` : null,
  };
}
