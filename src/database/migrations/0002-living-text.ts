import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type AddedColumn, addColumns, dropColumns } from '../columns-of-migrations.js';

const tables = [
  `CREATE TABLE "content_import" (
    "id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "state" varchar(12) NOT NULL,
    "origin" varchar(10) NOT NULL,
    "origin_name" varchar(300) NOT NULL,
    "scope" varchar(10) NOT NULL,
    "actor_id" varchar(36),
    "created_at" varchar(24) NOT NULL,
    "beat_at" varchar(24) NOT NULL,
    "finished_at" varchar(24),
    "done" integer NOT NULL,
    "total" integer NOT NULL,
    "corrections" text NOT NULL,
    "failure" varchar(80),
    CONSTRAINT "pk_content_import" PRIMARY KEY ("id"),
    CONSTRAINT "fk_content_import_actor_id" FOREIGN KEY ("actor_id") REFERENCES "account" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_content_import_number" ON "content_import" ("number")`,
  `CREATE INDEX "idx_content_import_state" ON "content_import" ("state")`,

  `CREATE TABLE "import_file" (
    "import_id" varchar(36) NOT NULL,
    "position" integer NOT NULL,
    "path" text NOT NULL,
    "source" text,
    "diagnostics" text NOT NULL,
    "outcome" varchar(10),
    "point_id" varchar(36),
    "summary" text NOT NULL,
    CONSTRAINT "pk_import_file" PRIMARY KEY ("import_id", "position"),
    CONSTRAINT "fk_import_file_import_id" FOREIGN KEY ("import_id") REFERENCES "content_import" ("id"),
    CONSTRAINT "fk_import_file_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id")
  )`,
  `CREATE INDEX "idx_import_file_import_id_outcome_position" ON "import_file" ("import_id", "outcome", "position")`,

  `CREATE TABLE "former_point_address" (
    "programme_id" varchar(36) NOT NULL,
    "slug" varchar(80) NOT NULL,
    "point_id" varchar(36) NOT NULL,
    CONSTRAINT "pk_former_point_address" PRIMARY KEY ("programme_id", "slug"),
    CONSTRAINT "fk_former_point_address_programme_id" FOREIGN KEY ("programme_id") REFERENCES "programme" ("id"),
    CONSTRAINT "fk_former_point_address_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id")
  )`,
  `CREATE INDEX "idx_former_point_address_point_id" ON "former_point_address" ("point_id")`,

  `CREATE TABLE "former_section_number" (
    "point_id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "section_id" varchar(36) NOT NULL,
    CONSTRAINT "pk_former_section_number" PRIMARY KEY ("point_id", "number"),
    CONSTRAINT "fk_former_section_number_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id"),
    CONSTRAINT "fk_former_section_number_section_id" FOREIGN KEY ("section_id") REFERENCES "section" ("id")
  )`,
  `CREATE INDEX "idx_former_section_number_section_id" ON "former_section_number" ("section_id")`,

  `CREATE TABLE "reading" (
    "account_id" varchar(36) NOT NULL,
    "point_id" varchar(36) NOT NULL,
    "version_before" integer NOT NULL,
    "version_seen" integer NOT NULL,
    "seen_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_reading" PRIMARY KEY ("account_id", "point_id"),
    CONSTRAINT "fk_reading_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_reading_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id")
  )`,
  `CREATE INDEX "idx_reading_point_id" ON "reading" ("point_id")`,
];

const columns: AddedColumn[] = [
  {
    table: 'section_revision',
    column: { name: 'same_as_id', type: 'varchar', length: '36', isNullable: true },
    references: 'section_revision',
  },
  {
    table: 'point_version',
    column: { name: 'import_id', type: 'varchar', length: '36', isNullable: true },
    references: 'content_import',
  },
  { table: 'point_version', column: { name: 'fields', type: 'text', isNullable: true } },
  {
    table: 'suggestion',
    column: { name: 'credit_agreed_at', type: 'varchar', length: '24', isNullable: true },
  },
];

/** Imports are rehearsed, sections may move between points, and readers are shown what changed since they read. */
export class LivingText implements MigrationInterface {
  name = 'living-text-0000000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of tables) await queryRunner.query(statement);
    await addColumns(queryRunner, columns);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropColumns(queryRunner, columns);
    const names = tables.flatMap((statement) => /^CREATE TABLE "(\w+)"/.exec(statement)?.[1] ?? []);
    for (const table of names.reverse()) await queryRunner.query(`DROP TABLE "${table}"`);
  }
}
