import type { ContentImport } from '../programme/content-import.entity.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { maxUploadBytes, maxUploadFiles } from '../web/upload.js';

/** Where imports are. */
export const importsPath = '/sprava/import';

/** Address of one import. */
export function importPath(number: number): string {
  return `${importsPath}/${number}`;
}

/** What the list of imports shows. */
export interface ImportList {
  recent: readonly ContentImport[];
  names: ReadonlyMap<string, string>;
  working: ContentImport | null;
  folder: string;
  /** Why what was sent last could not be taken; null when nothing is wrong. */
  problem: string | null;
  /** What an archive was said to be. */
  scope: 'whole' | 'partial';
}

/** Model of imports/index. */
export function importListPage(
  { recent, names, working, folder, problem, scope }: ImportList,
  locale: Locale,
) {
  return {
    trail: [deskStep(locale)],
    errors: problem === null ? [] : [{ href: '#soubory', text: problem }],
    problem,
    working: working && {
      href: localPath(locale, importPath(working.number)),
      text: translate(locale, 'imports.working', {
        number: working.number,
        name: actorName(working, names, locale),
      }),
    },
    folder,
    limits: translate(locale, 'imports.upload.limits', {
      megabytes: maxUploadBytes / 1024 / 1024,
      files: maxUploadFiles,
    }),
    scopes: scopes(scope, locale),
    imports: recent.map((job) => ({
      href: localPath(locale, importPath(job.number)),
      title: translate(locale, 'imports.title', { number: job.number }),
      state: translate(locale, `imports.state.${job.state}`),
      source: sourceOf(job, locale),
      who: actorName(job, names, locale),
      at: job.createdAt,
    })),
  };
}

function scopes(scope: ImportList['scope'], locale: Locale) {
  return {
    id: 'rozsah',
    name: 'scope',
    label: translate(locale, 'imports.scope.label'),
    hint: translate(locale, 'imports.scope.hint'),
    error: null,
    options: (['partial', 'whole'] as const).map((value) => ({
      id: `rozsah-${value}`,
      value,
      label: translate(locale, `imports.scope.${value}.label`),
      detail: translate(locale, `imports.scope.${value}.detail`),
      selected: value === scope,
    })),
  };
}

/** The way up to the staff's desk. */
export function deskStep(locale: Locale) {
  return { href: localPath(locale, '/sprava'), label: translate(locale, 'reports.desk.title') };
}

/** The way up to all imports. */
export function importsStep(locale: Locale) {
  return { href: localPath(locale, importsPath), label: translate(locale, 'imports.list.title') };
}

/** Who runs an import. */
export function actorName(
  { actorId }: Pick<ContentImport, 'actorId'>,
  names: ReadonlyMap<string, string>,
  locale: Locale,
): string {
  return (actorId && names.get(actorId)) || translate(locale, 'imports.system');
}

/** What an import reads, in words. */
export function sourceOf({ origin, originName }: ContentImport, locale: Locale): string {
  return translate(locale, `imports.origin.${origin}`, { name: originName });
}
