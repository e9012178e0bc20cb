import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type AddedColumn, addColumns, dropColumns } from '../columns-of-migrations.js';

const tables = [
  `CREATE TABLE "former_proposal" (
    "suggestion_id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "wording_number" integer NOT NULL,
    "base_revision_id" varchar(36) NOT NULL,
    "heading" text,
    "body" text NOT NULL,
    "reason" text NOT NULL,
    "replaced_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_former_proposal" PRIMARY KEY ("suggestion_id", "number"),
    CONSTRAINT "fk_former_proposal_suggestion_id" FOREIGN KEY ("suggestion_id") REFERENCES "suggestion" ("id"),
    CONSTRAINT "fk_former_proposal_base_revision_id" FOREIGN KEY ("base_revision_id") REFERENCES "section_revision" ("id")
  )`,

  `CREATE TABLE "suggestion_event" (
    "id" varchar(36) NOT NULL,
    "suggestion_id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "kind" varchar(12) NOT NULL,
    "actor_id" varchar(36),
    "at" varchar(24) NOT NULL,
    "statement" text,
    "version_id" varchar(36),
    CONSTRAINT "pk_suggestion_event" PRIMARY KEY ("id"),
    CONSTRAINT "fk_suggestion_event_suggestion_id" FOREIGN KEY ("suggestion_id") REFERENCES "suggestion" ("id"),
    CONSTRAINT "fk_suggestion_event_actor_id" FOREIGN KEY ("actor_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_suggestion_event_version_id" FOREIGN KEY ("version_id") REFERENCES "point_version" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_suggestion_event_suggestion_id_number" ON "suggestion_event" ("suggestion_id", "number")`,
];

/** Written out, because TypeORM would make the tables anew and write the check of votes differently. */
const columns: [table: string, name: string, type: string][] = [
  ['suggestion', 'standing', `varchar(10) NOT NULL DEFAULT 'fits'`],
  ['suggestion', 'wording_number', 'integer NOT NULL DEFAULT 1'],
  ['suggestion', 'supports', 'integer NOT NULL DEFAULT 0'],
  ['suggestion', 'opposes', 'integer NOT NULL DEFAULT 0'],
  ['suggestion', 'stance', 'varchar(10)'],
  ['vote', 'wording_number', 'integer'],
  ['content_import', 'turn', 'varchar(36)'],
];

const references: AddedColumn[] = [
  {
    table: 'suggestion',
    column: { name: 'result_revision_id', type: 'varchar', length: '36', isNullable: true },
    references: 'section_revision',
  },
  {
    table: 'suggestion',
    column: { name: 'overtaken_by_id', type: 'varchar', length: '36', isNullable: true },
    references: 'point_version',
  },
];

/** What is known of suggestions there are already. Ids are taken from theirs, which begin with 0. */
const history = [
  `INSERT INTO "suggestion_event" ("id", "suggestion_id", "number", "kind", "actor_id", "at")
   SELECT "id", "id", 1, 'published', "author_id", "created_at" FROM "suggestion"`,
  `INSERT INTO "suggestion_event" ("id", "suggestion_id", "number", "kind", "actor_id", "at", "statement", "version_id")
   SELECT 'f' || substr("id", 2), "id", 2, "state", "decided_by_id", "decided_at", "statement", "version_id"
   FROM "suggestion" WHERE "decided_at" IS NOT NULL`,
];

const bySupport = 'idx_suggestion_section_id_supports';

/** Suggestions are weighed by others, have a history, and move along with the text. */
export class BetterText implements MigrationInterface {
  name = 'better-text-0000000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    // First, because TypeORM makes tables anew as it saw them first.
    await addColumns(queryRunner, references);
    for (const [table, name, type] of columns)
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN "${name}" ${type}`);
    await queryRunner.query(`CREATE INDEX "${bySupport}" ON "suggestion" ("section_id", "supports")`);
    for (const statement of [...tables, ...history]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "suggestion_event"');
    await queryRunner.query('DROP TABLE "former_proposal"');
    await queryRunner.query(`DROP INDEX "${bySupport}"`);
    for (const [table, name] of [...columns].reverse())
      await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "${name}"`);
    await dropColumns(queryRunner, references);
  }
}
