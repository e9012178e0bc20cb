import { addressOf, trailTo } from '../feedback/section-page.js';
import type { SectionInContext } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { conflictGroups, type Weighed } from './board.js';
import { contenderModel, plainContender } from './contender.page.js';
import type { Contenders } from './contenders.service.js';

/** More numbers than these make no heading. */
const mostNamed = 8;

/** Model of suggestions/board. */
export function boardPage(
  context: SectionInContext,
  { fitting, colliding, left }: Contenders,
  weighed: Weighed,
  locale: Locale,
) {
  const { groups, compatible, removals } = conflictGroups(weighed);
  const members = (numbers: readonly number[]) =>
    fitting
      .filter(({ number }) => numbers.includes(number))
      .map((suggestion) => contenderModel(suggestion, weighed, locale));
  return {
    trail: trailTo(context, locale),
    section: sectionTitle(context.section, locale),
    back: localPath(locale, addressOf(context)),
    waiting: fitting.length + colliding.length,
    groups: groups.map((numbers, index) => ({
      id: `skupina-${index + 1}`,
      title: groupTitle(numbers, locale),
      members: members(numbers),
    })),
    compatible: members(compatible),
    removals: members(removals),
    isRemovalOnly: groups.length === 0 && compatible.length === 0,
    colliding: colliding.map((suggestion) => plainContender(suggestion, locale)),
    left,
  };
}

function groupTitle(numbers: readonly number[], locale: Locale): string {
  if (numbers.length > mostNamed)
    return translate(locale, 'suggestions.board.manyGroup', { count: numbers.length });
  return translate(locale, 'suggestions.board.group', { numbers: inOrder(numbers).join(', ') });
}

function inOrder(numbers: readonly number[]): number[] {
  return [...numbers].sort((one, other) => one - other);
}
