import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../ops/config.js';
import { projectRoot } from '../../ops/paths.js';
import type { Locale } from '../i18n/messages.js';
import { renderProgrammeMarkdown } from '../markdown/programme.js';
import { dateInPrague, newestInForce, parseText, type SiteText, versionFile } from './site-text.js';

/** Texts of the site that are simply there, by their addresses. */
export const plainTexts = ['pristupnost', 'napoveda'] as const;
/** Texts that people agree to or rely on: every version of them stays readable. */
export const legalTexts = ['podminky', 'soukromi', 'souhlas'] as const;

export type LegalText = (typeof legalTexts)[number];
export type TextName = (typeof plainTexts)[number] | LegalText;

const locales = ['cs', 'en'] as const;

/**
 * Texts of the site itself: `<locale>/<name>.md`, and for those with versions `<locale>/<name>/<YYYY-MM-DD>.md`, named
 * by the day from which they apply. An operator's own stand in `TEXTS_DIR`; whatever is not there is ours.
 * Versions are read once, at start.
 * @throws Error at start that names the file which is missing in one of the languages.
 */
@Injectable()
export class SiteTexts {
  private readonly versions: Record<LegalText, string[]>;

  constructor(private readonly config: Config) {
    this.versions = {
      podminky: this.findVersions('podminky'),
      soukromi: this.findVersions('soukromi'),
      souhlas: this.findVersions('souhlas'),
    };
  }

  /** All versions of a text, the newest first; also those that apply from a later day. */
  versionsOf(name: LegalText): readonly string[] {
    return this.versions[name];
  }

  /** The version that applies today. */
  inForce(name: LegalText): string {
    return newestInForce(this.versions[name], dateInPrague(new Date()));
  }

  /** A text ready to be shown; null when there is no such version. */
  read(locale: Locale, name: TextName, version?: string): SiteText | null {
    if (!isLegal(name)) return version === undefined ? this.parsed(locale, `${name}.md`) : null;
    const wanted = version ?? this.inForce(name);
    return this.versions[name].includes(wanted) ? this.parsed(locale, join(name, `${wanted}.md`)) : null;
  }

  private parsed(locale: Locale, file: string): SiteText {
    const { title, changes, body } = parseText(readFileSync(this.path(locale, file), 'utf8'));
    const base = this.config.baseUrl;
    const html = renderProgrammeMarkdown(body, { headingBase: 2, linkBase: `${base}/` });
    return { title, changes, html: html.replaceAll(`href="${base}/`, 'href="/') };
  }

  private findVersions(name: LegalText): string[] {
    const [czech = [], english = []] = locales.map((locale) =>
      readdirSync(this.path(locale, name))
        .flatMap((file) => versionFile.exec(file)?.[1] ?? [])
        .sort()
        .reverse(),
    );
    const alone = [...czech, ...english].find((each) => !czech.includes(each) || !english.includes(each));
    if (alone) throw new Error(`The text ${name}/${alone}.md is missing in one of the languages`);
    if (czech.length === 0) throw new Error(`There is no version of the text ${name}`);
    return czech;
  }

  private path(locale: Locale, file: string): string {
    const own = this.config.TEXTS_DIR && join(this.config.TEXTS_DIR, locale, file);
    return own && this.isOwn(file) ? own : join(projectRoot, 'locales', 'texts', locale, file);
  }

  /** A text is the operator's in all languages and versions, or ours in all. */
  private isOwn(file: string): boolean {
    const [name = ''] = file.split(/[\\/]/);
    return locales.some((locale) => existsSync(join(this.config.TEXTS_DIR ?? '', locale, name)));
  }
}

function isLegal(name: TextName): name is LegalText {
  return (legalTexts as readonly string[]).includes(name);
}
