import { type EntityManager, In } from 'typeorm';
import { Comment } from '../feedback/comment.entity.js';
import { Vote } from '../feedback/vote.entity.js';
import { Suggestion, waitingStates } from '../suggestions/suggestion.entity.js';

/** What people said about a section, in numbers; suggestions are those that wait for a decision. */
export interface FeedbackTouched {
  comments: number;
  votes: number;
  suggestions: number;
}

/** For each of the sections what hangs on it. Three queries, whatever the number of sections. */
export async function feedbackOf(
  manager: EntityManager,
  sectionIds: readonly string[],
): Promise<Map<string, FeedbackTouched>> {
  const touched = new Map<string, FeedbackTouched>(
    sectionIds.map((id) => [id, { comments: 0, votes: 0, suggestions: 0 }]),
  );
  if (touched.size === 0) return touched;
  const ids = [...touched.keys()];
  const counts = [
    { name: 'comments', rows: await countBySection(manager, Comment, { sectionId: In(ids) }) },
    { name: 'votes', rows: await countBySection(manager, Vote, { sectionId: In(ids) }) },
    {
      name: 'suggestions',
      rows: await countBySection(manager, Suggestion, { sectionId: In(ids), state: In([...waitingStates]) }),
    },
  ] as const;
  for (const { name, rows } of counts) {
    for (const { sectionId, count } of rows) {
      const section = touched.get(sectionId);
      if (section) section[name] = Number(count);
    }
  }
  return touched;
}

/** Everything that was said on the sections, in one sum. */
export function sumOf(touched: Iterable<FeedbackTouched>): FeedbackTouched {
  const sum = { comments: 0, votes: 0, suggestions: 0 };
  for (const { comments, votes, suggestions } of touched) {
    sum.comments += comments;
    sum.votes += votes;
    sum.suggestions += suggestions;
  }
  return sum;
}

function countBySection(
  manager: EntityManager,
  entity: typeof Comment | typeof Vote | typeof Suggestion,
  where: object,
): Promise<{ sectionId: string; count: string | number }[]> {
  return manager
    .createQueryBuilder<Comment | Vote | Suggestion>(entity, 'said')
    .select('said.sectionId', 'sectionId')
    .addSelect('COUNT(*)', 'count')
    .where(where)
    .groupBy('said.sectionId')
    .getRawMany<{ sectionId: string; count: string | number }>();
}
