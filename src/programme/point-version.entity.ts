import { Column, Entity, Index } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { IdColumn, InstantColumn, ReferenceColumn } from '../database/columns.js';
import { ContentImport } from './content-import.entity.js';
import { Point } from './point.entity.js';

/** What made a version. */
export type VersionCause = 'import' | 'acceptance' | 'edit';

/** One state of a whole point: an ordered list of revisions. Immutable, attributed, explained. */
@Entity()
@Index(['pointId', 'number'], { unique: true })
export class PointVersion {
  @IdColumn()
  id: string;

  @ReferenceColumn(() => Point)
  pointId: string;

  @Column('integer')
  number: number;

  @Column('varchar', { length: 12 })
  cause: VersionCause;

  /** Who ran the import, accepted or edited; null for the system. */
  @ReferenceColumn(() => Account, { nullable: true })
  actorId: string | null;

  /** Whose wording it is, when an acceptance made it. */
  @ReferenceColumn(() => Account, { nullable: true })
  authorId: string | null;

  /** The import that made it. */
  @ReferenceColumn(() => ContentImport, { nullable: true })
  importId: string | null;

  /** JSON of `PointFields`: what the point says beside its sections; null for versions made before this was kept. */
  @Column('text', { nullable: true })
  fields: string | null;

  /** What changed and why, in somebody's own words. */
  @Column('varchar', { length: 500, nullable: true })
  note: string | null;

  @InstantColumn()
  createdAt: string;
}
