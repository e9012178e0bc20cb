import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import type { SuggestionView } from './suggestion-reads.js';

/** What is known of the decision about a suggestion. */
export type Decided = Pick<
  SuggestionView,
  'state' | 'statement' | 'decidedAt' | 'decidedBy' | 'versionNumber'
>;

/** Model of components/decision for a suggestion; null while it is open. */
export function suggestionDecision(decided: Decided, versionHref: string) {
  const { state, statement, decidedAt, decidedBy, versionNumber } = decided;
  if (state === 'open' || decidedAt === null) return null;
  return {
    kind: state,
    by: state === 'withdrawn' ? null : decidedBy,
    at: decidedAt,
    ground: null,
    html: statement ? renderCitizenMarkdown(statement) : null,
    version: versionNumber === null ? null : { number: versionNumber, href: versionHref },
  };
}
