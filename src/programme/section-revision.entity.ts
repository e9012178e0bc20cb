import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { Section, type SectionKind } from './section.entity.js';

/** One wording of one section. Immutable. */
@Entity()
@Index(['sectionId', 'number'], { unique: true })
export class SectionRevision {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Section)
  sectionId: string;

  /** 1 for the first wording. */
  @Column('integer')
  number: number;

  @Column('varchar', { length: 10 })
  kind: SectionKind;

  /** Plain text; null for a preamble and a whole body. */
  @Column('text', { nullable: true })
  heading: string | null;

  /** Address-safe form of the heading, unique within a version. */
  @Column('varchar', { length: 84 })
  slug: string;

  /** Markdown, exactly as in the source. */
  @Column('text')
  body: string;

  /**
   * The revision whose words these still are, after a correction of typography; votes on it count for this one too.
   * Always the first of such a run; null for a wording of its own.
   */
  @ReferenceColumn(() => SectionRevision, { nullable: true })
  sameAsId: string | null;

  @InstantColumn()
  createdAt: string;
}
