import { plain } from '../programme/content/plain.js';
import {
  isSame,
  mergeWording,
  type SourceWording,
  sourceText,
  type TextPair,
  wordingPair,
} from '../programme/wording/wording.js';
import { isVisible, normaliseLine, normaliseText } from '../web/text/characters.js';

/** What a suggestion wants, as `SuggestionKind`. */
export type ProposalKind = 'reword' | 'add' | 'remove';

/** A wording somebody would like to see instead of, after, or not at all in place of a section's. */
export interface Proposal extends SourceWording {
  kind: ProposalKind;
}

/** What the text was changed into meanwhile did to a proposal: nothing, fitted in by itself, or collided with it. */
export type Moved = null | 'merged' | 'collides' | 'reread';

/** A proposal against the current wording. */
export interface Rebased {
  proposal: Proposal;
  moved: Moved;
}

/** Fields of the form a proposal is not complete without; the values are keys of messages. */
export type ProposalProblems = Partial<Record<'kind' | 'heading' | 'body', string>>;

/** The two texts a proposal is shown as. */
export function beforeAndAfter(current: SourceWording, proposal: Proposal): TextPair {
  if (proposal.kind === 'add')
    return { before: '', after: sourceText(proposal), headed: Boolean(proposal.heading) };
  if (proposal.kind === 'remove') return { ...wordingPair(current, current), after: '' };
  return wordingPair(current, proposal);
}

/** Reads what was typed; fields that do not concern the kind are brought to what they mean. */
export function proposalFrom(
  typed: { kind: ProposalKind; heading: string; body: string },
  base: SourceWording,
): Proposal {
  const heading = ifVisible(plain(normaliseLine(typed.heading)));
  const body = ifVisible(normaliseText(typed.body));
  if (typed.kind === 'remove') return { kind: 'remove', heading: base.heading, body: '' };
  if (typed.kind === 'reword')
    return { kind: 'reword', heading: base.heading === null ? null : heading, body };
  // The form opens with the section's text; left as it was, it is not yet a new section.
  const untouched = body === normaliseText(base.body);
  const newHeading = untouched && heading === base.heading ? '' : heading;
  return { kind: 'add', heading: newHeading, body: untouched ? '' : body };
}

function ifVisible(text: string): string {
  return isVisible(text) ? text : '';
}

/** What keeps a proposal from being sent. */
export function problemsOf(
  proposal: Proposal,
  current: SourceWording,
  isOnlySection: boolean,
): ProposalProblems {
  if (proposal.kind === 'remove') return isOnlySection ? { kind: 'suggestions.problem.onlySection' } : {};
  const problems: ProposalProblems = {};
  const isNew = proposal.kind === 'add';
  if (proposal.heading === '')
    problems.heading = isNew ? 'suggestions.problem.newHeading' : 'suggestions.problem.noHeading';
  if (proposal.body === '')
    problems.body = isNew ? 'suggestions.problem.newBody' : 'suggestions.problem.noBody';
  else if (!isNew && isSame(proposal, current)) problems.body = 'suggestions.problem.noChange';
  return problems;
}

/** Brings a proposal against an older wording up to the current one. */
export function rebase(proposal: Proposal, base: SourceWording, current: SourceWording): Rebased {
  if (proposal.kind === 'add' || isSame(base, current)) return { proposal, moved: null };
  if (proposal.kind === 'remove')
    return { proposal: { ...proposal, heading: current.heading }, moved: 'reread' };
  const merged = mergeWording(base, current, proposal);
  if (!merged) return { proposal, moved: 'collides' };
  return { proposal: { ...proposal, ...merged }, moved: 'merged' };
}
