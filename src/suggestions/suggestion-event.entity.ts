import { Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Suggestion } from './suggestion.entity.js';

/**
 * What happened to a suggestion. States: `published considered reopened accepted adapted declined withdrawn undone`;
 * the text went on: `merged collided fits`, or overtook it: `fulfilled` (says so already), `gone` (no longer has what it is
 * about), `rests` (with its point, which left the programme), `returned` (with it); its author: `edited` (nobody had supported it yet), `confirmed` (the
 * merged wording is still theirs), `reworded` (adapted to a text it collided with), `agreed`, `distanced` (from the
 * garant's changes).
 */
export type SuggestionEventKind =
  | 'published'
  | 'considered'
  | 'reopened'
  | 'accepted'
  | 'adapted'
  | 'declined'
  | 'withdrawn'
  | 'undone'
  | 'merged'
  | 'collided'
  | 'fits'
  | 'fulfilled'
  | 'gone'
  | 'rests'
  | 'returned'
  | 'edited'
  | 'confirmed'
  | 'reworded'
  | 'agreed'
  | 'distanced';

/** One step in a suggestion's history, for everybody to read. Immutable. */
@Entity()
@Index(['suggestionId', 'number'], { unique: true })
export class SuggestionEvent {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Suggestion)
  suggestionId: string;

  /** Runs from 1 within the suggestion. */
  @Column('integer')
  number: number;

  @Column('varchar', { length: 12 })
  kind: SuggestionEventKind;

  /** Null for what follows from a change of the text by itself. */
  @ReferenceColumn(() => Account, { nullable: true })
  actorId: string | null;

  @InstantColumn()
  at: string;

  /** The reason given with it; citizens' Markdown. */
  @Column('text', { nullable: true })
  statement: string | null;

  /** The version it made, or that brought it about. */
  @ReferenceColumn(() => PointVersion, { nullable: true })
  versionId: string | null;
}
