import { Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';

/** What a suggestion wants: another wording, a new section after this one, or this one gone. */
export type SuggestionKind = 'reword' | 'add' | 'remove';

export type SuggestionState = 'open' | 'accepted' | 'declined' | 'withdrawn';

/** A proposed change to a section, with a reason, against the wording its author saw. */
@Entity()
@Index(['sectionId', 'state'])
@Index(['authorId'])
@Index(['state', 'createdAt'])
export class Suggestion {
  @IdColumn()
  id: string;

  /** Running number in the whole instance; its address. */
  @Index({ unique: true })
  @Column('integer')
  number: number;

  @ReferenceColumn(() => Section)
  sectionId: string;

  @ReferenceColumn(() => SectionRevision)
  baseRevisionId: string;

  @Column('varchar', { length: 10 })
  kind: SuggestionKind;

  @Column('text', { nullable: true })
  heading: string | null;

  /** Proposed Markdown; empty when the section is to be removed. */
  @Column('text')
  body: string;

  /** Why; citizens' Markdown. */
  @Column('text')
  reason: string;

  @ReferenceColumn(() => Account)
  authorId: string;

  /** When its author agreed to be named in the history of the files as well; null: they did not. */
  @InstantColumn({ nullable: true })
  creditAgreedAt: string | null;

  @Column('varchar', { length: 10 })
  state: SuggestionState;

  @InstantColumn()
  createdAt: string;

  @Index({ unique: true })
  @Column('varchar', { length: 64, nullable: true })
  dedupeKey: string | null;

  /** The garant's statement with the decision; citizens' Markdown. */
  @Column('text', { nullable: true })
  statement: string | null;

  @ReferenceColumn(() => Account, { nullable: true })
  decidedById: string | null;

  @InstantColumn({ nullable: true })
  decidedAt: string | null;

  /** The version it led to. */
  @ReferenceColumn(() => PointVersion, { nullable: true })
  versionId: string | null;
}
