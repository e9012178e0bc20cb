import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InstantColumn, ReferenceColumn } from '../database/columns.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Suggestion } from './suggestion.entity.js';

/** What a suggestion said before its author wrote, adapted or confirmed another wording of it. Immutable. */
@Entity()
export class FormerProposal {
  @ForeignKey(() => Suggestion)
  @PrimaryColumn('varchar', { length: 36 })
  suggestionId: string;

  /** Runs from 1 within the suggestion, oldest first. */
  @PrimaryColumn('integer')
  number: number;

  /** The suggestion's `wordingNumber` while it said this. */
  @Column('integer')
  wordingNumber: number;

  @ReferenceColumn(() => SectionRevision)
  baseRevisionId: string;

  @Column('text', { nullable: true })
  heading: string | null;

  @Column('text')
  body: string;

  /** Citizens' Markdown. */
  @Column('text')
  reason: string;

  @InstantColumn()
  replacedAt: string;
}
