import { Check, Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Comment } from '../feedback/comment.entity.js';
import { Point } from '../programme/point.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';

export type DecisionKind = 'hide' | 'restore';

/** The clause of the rules that was broken. */
export type Ground = 'insult' | 'spam' | 'off-topic' | 'personal-data' | 'illegal' | 'duplicate';

/** A restriction of a contribution, or its end, with the statement of reasons (DSA Art. 17). */
@Entity()
@Check('one_thing', '(comment_id is null) <> (suggestion_id is null)')
@Index(['commentId'])
@Index(['pointId', 'decidedAt'])
export class Decision {
  @IdColumn()
  id: string;

  /** Running number, quoted in letters. */
  @Index({ unique: true })
  @Column('integer')
  number: number;

  @Column('varchar', { length: 10 })
  kind: DecisionKind;

  @ReferenceColumn(() => Comment, { nullable: true })
  commentId: string | null;

  @ReferenceColumn(() => Suggestion, { nullable: true })
  suggestionId: string | null;

  @ReferenceColumn(() => Point)
  pointId: string;

  @ReferenceColumn(() => Account)
  decidedById: string;

  @InstantColumn()
  decidedAt: string;

  /** Null for a restoration. */
  @Column('varchar', { length: 20, nullable: true })
  ground: Ground | null;

  /** Facts and circumstances, in the words of whoever decided. */
  @Column('text')
  facts: string;

  /** True when it followed somebody's notice, false for own initiative. */
  @Column('boolean')
  onNotice: boolean;

  /** True when a machine decided or proposed it. */
  @Column('boolean')
  automated: boolean;
}
