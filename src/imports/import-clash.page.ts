import type { Clash } from '../programme/import/fates.js';
import type { SectionPlan } from '../programme/import/file-plan.js';
import { rangeOf, versionPath, versionsPath } from '../programme/paths.js';
import { formatDate } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SectionChange } from './changes-here.service.js';

/** Changes made here that one section tells of; more are found in its history. */
const mostChanges = 5;

/** Where a clash is shown. */
export interface ClashPlace {
  /** Address of the file's page. */
  here: string;
  /** Whether it can still be decided. */
  isOpen: boolean;
  locale: Locale;
}

/** What became of a section that file and platform both changed; null where they did not. */
export function clashOf(
  { clash, sectionId, incoming, returns, kind }: SectionPlan,
  changes: readonly SectionChange[],
  { here, isOpen, locale }: ClashPlace,
) {
  if (clash === null) return null;
  const isDecided = isOpen && clash !== 'merged' && sectionId !== null;
  const isLeaving = incoming === null;
  return {
    kind: clash,
    text: translate(locale, `imports.clash.${isLeaving ? `leaving.${kind}` : clash}`),
    changes: changes.slice(0, mostChanges).map((change) => changeRow(change, locale)),
    choice: isDecided
      ? {
          action: `${localPath(locale, here)}/zneni`,
          incoming: incoming ?? '',
          section: sectionId,
          wording: clash === 'kept' ? 'file' : 'today',
          label: translate(locale, `imports.keep.${labelOf({ clash, returns, isLeaving })}`),
        }
      : null,
  };
}

function labelOf({
  clash,
  returns,
  isLeaving,
}: {
  clash: Clash;
  returns: boolean;
  isLeaving: boolean;
}): string {
  if (clash === 'kept') return isLeaving ? 'leave' : 'file';
  if (isLeaving) return 'stay';
  return returns ? 'away' : 'today';
}

function changeRow(change: SectionChange, locale: Locale) {
  const { suggestion, versionNumber, note, createdAt } = change;
  const date = formatDate(locale, createdAt);
  if (suggestion !== null) {
    return {
      text: translate(locale, 'imports.change.suggestion', { number: suggestion }),
      href: localPath(locale, `/navrhy/${suggestion}`),
      by: change.authorName,
      acceptedBy: change.actorName,
      date,
      note: null,
    };
  }
  return {
    text: translate(locale, 'imports.change.edit', { number: versionNumber }),
    href: localPath(locale, comparison(change)),
    by: change.actorName,
    acceptedBy: null,
    date,
    note,
  };
}

function comparison({ programmeUid, slug, versionNumber }: SectionChange): string {
  return versionNumber > 1
    ? `${versionsPath(programmeUid, slug)}/${rangeOf(versionNumber - 1, versionNumber)}`
    : versionPath(programmeUid, slug, versionNumber);
}
