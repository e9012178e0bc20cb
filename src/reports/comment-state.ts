/**
 * What became of a comment, in the words of reports: said officially (a garant's or staff's own), hidden, waiting for
 * a garant, answered (a garant has spoken in the thread since), or noted (set aside without an answer).
 */
export type CommentState = 'official' | 'hidden' | 'waiting' | 'answered' | 'noted';

/**
 * The same as a column of SQL, for a query in which the comment is `comment`. Figures and exports share it, so that
 * they cannot disagree.
 */
export const commentStateSql = [
  'CASE',
  `WHEN comment.hiddenAt IS NOT NULL THEN 'hidden'`,
  `WHEN comment.voice <> 'citizen' THEN 'official'`,
  `WHEN comment.handledAt IS NULL THEN 'waiting'`,
  'WHEN EXISTS ( SELECT 1 FROM comment answer',
  'WHERE (answer.parent_id = comment.id OR answer.parent_id = comment.parentId )',
  `AND answer.voice <> 'citizen' AND answer.hidden_at IS NULL AND answer.created_at >= comment.createdAt )`,
  `THEN 'answered' ELSE 'noted' END`,
].join(' ');
