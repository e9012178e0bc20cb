import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { PointVersion } from './point-version.entity.js';
import { SectionRevision } from './section-revision.entity.js';

/** That a version shows a revision at a place. */
@Entity()
@Index(['revisionId'])
export class VersionSection {
  @ForeignKey(() => PointVersion)
  @PrimaryColumn('varchar', { length: 36 })
  versionId: string;

  @ForeignKey(() => SectionRevision)
  @PrimaryColumn('varchar', { length: 36 })
  revisionId: string;

  /** 0 first. */
  @Column('integer')
  position: number;
}
