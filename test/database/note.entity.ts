import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OpenDatabase } from '../../src/database/open.js';

/** Something small to write in tests. */
@Entity()
export class Note {
  @PrimaryColumn('varchar', { length: 60 })
  id: string;

  @Column('integer')
  amount: number;
}

/** Makes the table; no migration knows it. */
export async function createNotes(database: OpenDatabase): Promise<void> {
  await database.write((manager) =>
    manager.query('CREATE TABLE note (id varchar(60) PRIMARY KEY, amount integer NOT NULL)'),
  );
}

/** Ids of all notes that readers see, sorted. */
export async function notes(database: OpenDatabase): Promise<string[]> {
  const rows = await database.read.find(Note, { order: { id: 'ASC' } });
  return rows.map(({ id }) => id);
}
