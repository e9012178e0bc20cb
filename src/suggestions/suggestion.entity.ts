import { Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';

/** What a suggestion wants: another wording, a new section after this one, or this one gone. */
export type SuggestionKind = 'reword' | 'add' | 'remove';

/**
 * Where a suggestion is on its way. `open` and `considered` wait for a decision; `adapted` was accepted with the
 * garant's changes; `overtaken`: the text already says what it asks for, or no longer has what it is about.
 */
export type SuggestionState =
  | 'open'
  | 'considered'
  | 'accepted'
  | 'adapted'
  | 'declined'
  | 'withdrawn'
  | 'overtaken';

/** States in which a suggestion waits for a decision. */
export const waitingStates = ['open', 'considered'] as const satisfies readonly SuggestionState[];

/** States in which a suggestion has become part of the text. */
export const acceptedStates = ['accepted', 'adapted'] as const satisfies readonly SuggestionState[];

/**
 * How a waiting suggestion stands to today's text: its author's own words fit as they are; they fit after having been
 * merged with what changed, and the author is asked whether it is still what they want; or they collide with it.
 */
export type Standing = 'fits' | 'merged' | 'collides';

/** What an author says about the wording a garant made of their suggestion. */
export type Stance = 'agrees' | 'distances';

/**
 * A proposed change to a section, with a reason, against the wording its author saw. Heading, body and base are always
 * the author's own last word; how they stand to a text that went on is found by merging, see `standing`.
 */
@Entity()
@Index(['sectionId', 'state'])
@Index(['sectionId', 'supports'])
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

  /** Kept with every change of the text; means something only while it waits for a decision. */
  @Column('varchar', { length: 10, default: 'fits' })
  standing: Standing;

  /** Number of its present wording; one more each time its author writes another. */
  @Column('integer', { default: 1 })
  wordingNumber: number;

  /** How many people support it: the votes are counted anew with each of them. */
  @Column('integer', { default: 0 })
  supports: number;

  @Column('integer', { default: 0 })
  opposes: number;

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

  /** The wording of the text it led to; null for removals. */
  @ReferenceColumn(() => SectionRevision, { nullable: true })
  resultRevisionId: string | null;

  /** The version that made it pointless; null also where its whole point left the programme, and it rests with that. */
  @ReferenceColumn(() => PointVersion, { nullable: true })
  overtakenById: string | null;

  /** What its author says about the garant's changes; null until they say something. */
  @Column('varchar', { length: 10, nullable: true })
  stance: Stance | null;
}
