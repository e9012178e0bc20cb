/** Seconds in which a decision can be taken back without a trace in anybody's mailbox; the mail waits as long. */
export const undoSeconds = 60;

/** Days within which a contribution should be dealt with. */
export const answerWithinDays = 14;

/** Where a comment stands with those who answer for the point. */
export type CommentStanding = 'waiting' | 'handled' | 'hidden';

/** Standing of a comment by its marks. */
export function standingOf(comment: { hiddenAt: string | null; handledAt: string | null }): CommentStanding {
  if (comment.hiddenAt !== null) return 'hidden';
  return comment.handledAt === null ? 'waiting' : 'handled';
}

/** One's own decision, as long as its mail has not left. */
export function mayTakeBack(
  viewer: { accountId: string },
  decision: { byId: string | null; at: string | null },
  at: string,
): boolean {
  if (decision.at === null || decision.byId !== viewer.accountId) return false;
  return Date.parse(at) - Date.parse(decision.at) <= undoSeconds * 1000;
}

/** Waiting longer than promised. */
export function isOverdue(createdAt: string, at: string): boolean {
  return Date.parse(at) - Date.parse(createdAt) > answerWithinDays * 86_400_000;
}
