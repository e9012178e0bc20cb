import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../ops/paths.js';
import type { Locale } from '../web/i18n/messages.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';

/** Texts of the site itself, by their addresses. */
export const textNames = ['podminky', 'soukromi', 'pristupnost', 'napoveda'] as const;
export type TextName = (typeof textNames)[number];

/** A text ready to be shown. */
export interface SiteText {
  title: string;
  /** Safe. */
  html: string;
}

/**
 * Reads `locales/texts/<locale>/<name>.md`; its first line is the title. Links begin with `/` and lead to our pages.
 *
 * @param baseUrl address of this site, without a slash at its end.
 */
export function readText(locale: Locale, name: TextName, baseUrl: string): SiteText {
  const source = readFileSync(join(projectRoot, 'locales', 'texts', locale, `${name}.md`), 'utf8');
  const [title = '', ...lines] = source.split('\n');
  const html = renderProgrammeMarkdown(lines.join('\n'), { headingBase: 2, linkBase: `${baseUrl}/` });
  return { title: title.replace(/^#\s*/, ''), html: html.replaceAll(`href="${baseUrl}/`, 'href="/') };
}
