import type { OwnVote, SectionTally } from '../feedback/votes.service.js';
import { rangeOf, sectionPath, wordingsPath } from '../programme/paths.js';
import type { SectionText } from '../programme/points.service.js';
import type { VotesShown } from '../programme/programme.entity.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';

/** Where a vote box stands and what it may show. */
export interface VoteBoxContext {
  programmeUid: string;
  pointSlug: string;
  votesShown: VotesShown;
  /** While votes are taken. */
  open: boolean;
  locale: Locale;
}

const noVotes: SectionTally = { agree: 0, undecided: 0, disagree: 0, older: 0 };

/** Model of components/vote-box. */
export function voteBoxModel(
  section: SectionText,
  context: VoteBoxContext,
  tally: SectionTally = noVotes,
  own: OwnVote | null = null,
) {
  const { locale, open } = context;
  const shown = context.votesShown === 'always' || !open || own !== null;
  const current = own !== null && own.runId === section.runId;
  const path = sectionPath(context.programmeUid, context.pointSlug, section.number);
  return {
    id: `hlas-${section.number}`,
    action: localPath(locale, `${path}/hlas`),
    revisionId: section.revisionId,
    subject: translate(locale, 'programme.section.subject', {
      number: section.number,
      title: sectionTitle(section, locale),
    }),
    open,
    mine: current ? own.value : null,
    older: own !== null && !current ? olderVote(own, section, context) : null,
    tally: shown ? shares(tally) : null,
    wordings: tally.older === 0 ? null : wordingsCounted(section, context, tally),
    status: null,
  };
}

/** One's vote on an earlier wording: what it was, and what has changed since. */
function olderVote(own: OwnVote, section: SectionText, context: VoteBoxContext) {
  const { locale } = context;
  const { value, revisionNumber } = own;
  return {
    value,
    label: translate(locale, `feedback.vote.${value}`),
    changesHref: revisionNumber
      ? `${historyOf(section, context)}/${rangeOf(revisionNumber, section.revisionNumber)}`
      : null,
  };
}

/** How many votes there are on the present words and on earlier ones. */
function wordingsCounted(section: SectionText, context: VoteBoxContext, tally: SectionTally) {
  const current = tally.agree + tally.undecided + tally.disagree;
  return { current, older: tally.older, href: historyOf(section, context) };
}

function historyOf(section: SectionText, { programmeUid, pointSlug, locale }: VoteBoxContext): string {
  return localPath(locale, wordingsPath(programmeUid, pointSlug, section.number));
}

/** Counts with whole percents that add up to 100, and where each bar begins. */
export function shares(tally: Omit<SectionTally, 'older'>) {
  const counts = [tally.agree, tally.undecided, tally.disagree];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [agree = 0, undecided = 0, disagree = 0] = wholePercents(counts, total);
  return {
    total,
    agree: { count: tally.agree, percent: agree, from: 0 },
    undecided: { count: tally.undecided, percent: undecided, from: agree },
    disagree: { count: tally.disagree, percent: disagree, from: agree + undecided },
  };
}

/** Rounded down, the missing ones given to the largest remainders. */
function wholePercents(counts: readonly number[], total: number): number[] {
  if (total === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (100 * count) / total);
  const percents = exact.map(Math.floor);
  const missing = 100 - percents.reduce((sum, percent) => sum + percent, 0);
  const byRemainder = counts
    .map((_, index) => index)
    .sort((a, b) => remainder(exact[b]) - remainder(exact[a]) || a - b);
  for (const index of byRemainder.slice(0, missing)) percents[index] = (percents[index] ?? 0) + 1;
  return percents;
}

const remainder = (value = 0): number => value - Math.floor(value);
