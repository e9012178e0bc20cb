import type { SectionPlan } from '../programme/import/file-plan.js';
import { pointPath, versionsPath } from '../programme/paths.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { hasMessage, type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { diagnosticsOf, messages } from './import.page.js';
import { deskStep, importPath, importsStep } from './import-list.page.js';
import { type FileView, sectionCard } from './import-section.page.js';

/** Sections that change and are compared word by word on one page. */
const maxCompared = 150;

/** Address of one file of an import. */
export function importFilePath(number: number, position: number): string {
  return `${importPath(number)}/soubory/${position}`;
}

/** Model of imports/file. */
export function importFilePage(view: FileView, locale: Locale) {
  const { job, plan, problem } = view;
  const { file, summary, point } = plan;
  const here = importFilePath(job.number, file.position);
  const changed = plan.sections.filter(isChange);
  const calm = plan.sections.filter((section) => !isChange(section));
  return {
    trail: [
      deskStep(locale),
      importsStep(locale),
      {
        href: localPath(locale, importPath(job.number)),
        label: translate(locale, 'imports.title', { number: job.number }),
      },
    ],
    title: plan.title || file.path,
    path: file.path,
    formerPath: summary.formerPath,
    outcome: file.outcome,
    outcomeText: file.outcome && translate(locale, `imports.outcome.${file.outcome}`),
    state: job.state,
    problem,
    pointHref: point && localPath(locale, pointPath(point.programmeUid, point.slug)),
    versionsHref: point && localPath(locale, versionsPath(point.programmeUid, point.slug)),
    diagnostics: messages(diagnosticsOf(file), locale),
    fields: plan.fields.map(({ name, before, after }, index) => ({
      name: fieldName(name, locale),
      diff: diffModel({ before: before ?? '', after: after ?? '', headed: false }, `pole-${index}`, locale),
    })),
    resting: view.resting.map(({ number, authorName }) => ({
      number,
      authorName,
      href: localPath(locale, `/navrhy/${number}`),
    })),
    sections: changed.slice(0, maxCompared).map((section) => sectionCard(section, view, here, locale)),
    left: Math.max(0, changed.length - maxCompared),
    unchanged: calm.map((section) => sectionCard(section, view, here, locale)),
    hasTexts: plan.sections.some(({ before, after }) => before !== null || after !== null),
  };
}

/** Something about it changes, or somebody said which section it is. */
function isChange({ kind, corrected, clash }: SectionPlan): boolean {
  return kind !== 'unchanged' || corrected || clash !== null;
}

function fieldName(name: string, locale: Locale): string {
  const key = `imports.field.${name}`;
  return hasMessage(key) ? translate(locale, key) : name;
}
