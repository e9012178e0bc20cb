import { Check, Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Comment } from './comment.entity.js';

/** On a section: agree, undecided or disagree. On a suggestion: support or oppose. On a comment: useful. */
export type VoteValue = 'agree' | 'undecided' | 'disagree' | 'support' | 'oppose' | 'useful';

/** One person's vote on one thing; secret. */
@Entity()
@Check(
  'one_thing',
  '(case when section_id is null then 0 else 1 end) + (case when suggestion_id is null then 0 else 1 end) + (case when comment_id is null then 0 else 1 end) = 1',
)
@Index(['sectionId', 'accountId'], { unique: true })
@Index(['suggestionId', 'accountId'], { unique: true })
@Index(['commentId', 'accountId'], { unique: true })
@Index(['accountId'])
@Index(['sectionId', 'revisionId', 'value'])
export class Vote {
  @IdColumn()
  id: string;

  /** Null once its owner was erased and left it behind: it counts, and nobody knows whose it was. */
  @ReferenceColumn(() => Account, { nullable: true })
  accountId: string | null;

  @ReferenceColumn(() => Section, { nullable: true })
  sectionId: string | null;

  @ReferenceColumn('Suggestion', { nullable: true })
  suggestionId: string | null;

  @ReferenceColumn(() => Comment, { nullable: true })
  commentId: string | null;

  /** The wording that was voted on. */
  @ReferenceColumn(() => SectionRevision, { nullable: true })
  revisionId: string | null;

  /** Number of the wording of the suggestion that was voted on. */
  @Column('integer', { nullable: true })
  wordingNumber: number | null;

  @Column('varchar', { length: 10 })
  value: VoteValue;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  changedAt: string;
}
