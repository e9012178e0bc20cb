import { Check, Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';

/** In what capacity a comment was written, kept as it was then. */
export type Voice = 'citizen' | 'garant' | 'staff';

/** What somebody says about a section or about a suggestion. */
@Entity()
@Check('one_parent', '(section_id is null) <> (suggestion_id is null)')
@Index(['sectionId', 'number'], { unique: true })
@Index(['suggestionId', 'number'], { unique: true })
@Index(['authorId'])
@Index(['parentId'])
@Index(['handledAt', 'createdAt'])
export class Comment {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Section, { nullable: true })
  sectionId: string | null;

  @ReferenceColumn('Suggestion', { nullable: true })
  suggestionId: string | null;

  /** Running number within its section or suggestion; its permalink. */
  @Column('integer')
  number: number;

  /** The wording that was on the page when it was written. */
  @ReferenceColumn(() => SectionRevision, { nullable: true })
  revisionId: string | null;

  /** Comment this one answers; threads are two levels deep. */
  @ReferenceColumn(() => Comment, { nullable: true })
  parentId: string | null;

  @ReferenceColumn(() => Account)
  authorId: string;

  @Column('varchar', { length: 10 })
  voice: Voice;

  /** Markdown without HTML. Empty, and hidden, where its author was erased with their words and others had answered. */
  @Column('text')
  body: string;

  @InstantColumn()
  createdAt: string;

  /** Hash of author, place and text: the same words sent twice make one comment. Null once hidden or withdrawn. */
  @Index({ unique: true })
  @Column('varchar', { length: 64, nullable: true })
  dedupeKey: string | null;

  /** When a garant answered it, hid it or set it aside; until then it stands in the queue. */
  @InstantColumn({ nullable: true })
  handledAt: string | null;

  @ReferenceColumn(() => Account, { nullable: true })
  handledById: string | null;

  @InstantColumn({ nullable: true })
  hiddenAt: string | null;
}
