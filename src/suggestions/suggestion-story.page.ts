import { diffModel } from '../programme/wording/diff.page.js';
import { isSame, wordingPair } from '../programme/wording/wording.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import type { SuggestionView } from './suggestion-reads.js';
import type { FormerWords, Story, StoryEvent } from './suggestion-story.service.js';

/** Steps with which a former wording was left. */
const leaves = ['edited', 'reworded', 'confirmed'];

/** Model of components/suggestion-history: steps with who, when, why, the version, and the wording they replaced. */
export function storyModel(
  { events, former }: Pick<Story, 'events' | 'former'>,
  suggestion: SuggestionView,
  versionHref: (number: number) => string,
  locale: Locale,
) {
  let left = 0;
  return events.map((event, index) => {
    const { kind, at, actor, statement, versionNumber } = event;
    const place = leaves.includes(kind) ? left++ : null;
    return {
      id: `krok-${index + 1}`,
      kind,
      text: translate(locale, `suggestions.history.${kind}`),
      at,
      actor,
      html: statement ? renderCitizenMarkdown(statement) : null,
      version: versionNumber === null ? null : { number: versionNumber, href: versionHref(versionNumber) },
      former: place === null ? null : formerModel(former, place, suggestion, locale),
    };
  });
}

function formerModel(former: readonly FormerWords[], at: number, suggestion: SuggestionView, locale: Locale) {
  const before = former[at];
  if (!before) return null;
  const after = former[at + 1] ?? suggestion;
  const isSameText = suggestion.kind === 'remove' || isSame(before, after);
  return {
    diff: isSameText ? null : diffModel(wordingPair(before, after), `drive-${at + 1}`, locale),
    reasonHtml: before.reason === after.reason ? null : renderCitizenMarkdown(before.reason),
  };
}

/** The version that overtook it, and why: the text says so already, or no longer has what it is about, or left with its whole point. */
export function overtakenBy(events: readonly StoryEvent[]) {
  const last = events.findLast(({ kind }) => kind === 'fulfilled' || kind === 'gone' || kind === 'rests');
  return last ? { why: last.kind, versionNumber: last.versionNumber } : null;
}
