import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  `CREATE TABLE "passkey" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "credential_id" text NOT NULL,
    "public_key" text NOT NULL,
    "counter" integer NOT NULL,
    "transports" varchar(120) NOT NULL,
    "backed_up" boolean NOT NULL,
    "name" varchar(60) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "last_used_at" varchar(24),
    CONSTRAINT "pk_passkey" PRIMARY KEY ("id"),
    CONSTRAINT "fk_passkey_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_passkey_credential_id" ON "passkey" ("credential_id")`,
  `CREATE INDEX "idx_passkey_account_id" ON "passkey" ("account_id")`,

  `CREATE TABLE "identity" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "issuer" varchar(300) NOT NULL,
    "subject" varchar(255) NOT NULL,
    "provider" varchar(40) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "last_used_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_identity" PRIMARY KEY ("id"),
    CONSTRAINT "fk_identity_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_identity_issuer_subject" ON "identity" ("issuer", "subject")`,
  `CREATE INDEX "idx_identity_account_id" ON "identity" ("account_id")`,

  `CREATE TABLE "ceremony" (
    "id" varchar(36) NOT NULL,
    "browser_hash" varchar(64) NOT NULL,
    "kind" varchar(12) NOT NULL,
    "account_id" varchar(36),
    "data" text NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "expires_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_ceremony" PRIMARY KEY ("id"),
    CONSTRAINT "fk_ceremony_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_ceremony_browser_hash" ON "ceremony" ("browser_hash")`,

  `CREATE TABLE "invitation" (
    "id" varchar(36) NOT NULL,
    "email" varchar(254) NOT NULL,
    "role" varchar(10) NOT NULL,
    "person_uid" varchar(120),
    "point_id" varchar(36),
    "valid_from" varchar(24),
    "valid_until" varchar(24),
    "invited_by_id" varchar(36),
    "created_at" varchar(24) NOT NULL,
    "expires_at" varchar(24) NOT NULL,
    "accepted_at" varchar(24),
    "accepted_by_id" varchar(36),
    "withdrawn_at" varchar(24),
    CONSTRAINT "pk_invitation" PRIMARY KEY ("id"),
    CONSTRAINT "scope" CHECK ((role in ('staff', 'admin') and person_uid is null and point_id is null) or (role in ('garant', 'deputy') and ((person_uid is null) <> (point_id is null)))),
    CONSTRAINT "fk_invitation_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id"),
    CONSTRAINT "fk_invitation_invited_by_id" FOREIGN KEY ("invited_by_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_invitation_accepted_by_id" FOREIGN KEY ("accepted_by_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_invitation_email" ON "invitation" ("email")`,

  `CREATE TABLE "former_name" (
    "account_id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "public_name" varchar(60) NOT NULL,
    "replaced_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_former_name" PRIMARY KEY ("account_id", "number")
  )`,

  `CREATE TABLE "email_change" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "old_email" varchar(254) NOT NULL,
    "new_email" varchar(254) NOT NULL,
    "confirm_hash" varchar(64) NOT NULL,
    "revert_hash" varchar(64),
    "requested_at" varchar(24) NOT NULL,
    "expires_at" varchar(24) NOT NULL,
    "confirmed_at" varchar(24),
    "revertible_until" varchar(24),
    "reverted_at" varchar(24),
    CONSTRAINT "pk_email_change" PRIMARY KEY ("id"),
    CONSTRAINT "fk_email_change_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_email_change_confirm_hash" ON "email_change" ("confirm_hash")`,
  `CREATE UNIQUE INDEX "idx_email_change_revert_hash" ON "email_change" ("revert_hash")`,
  `CREATE INDEX "idx_email_change_account_id" ON "email_change" ("account_id")`,

  `CREATE TABLE "data_export" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "state" varchar(10) NOT NULL,
    "requested_at" varchar(24) NOT NULL,
    "claimed_until" varchar(24),
    "finished_at" varchar(24),
    "expires_at" varchar(24),
    "content" text,
    CONSTRAINT "pk_data_export" PRIMARY KEY ("id"),
    CONSTRAINT "fk_data_export_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_data_export_account_id" ON "data_export" ("account_id")`,

  `CREATE TABLE "erasure" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "choice" varchar(10) NOT NULL,
    "requested_at" varchar(24) NOT NULL,
    "due_at" varchar(24) NOT NULL,
    "cancelled_at" varchar(24),
    "done_at" varchar(24),
    CONSTRAINT "pk_erasure" PRIMARY KEY ("id"),
    CONSTRAINT "fk_erasure_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_erasure_account_id" ON "erasure" ("account_id")`,
];

const columns: [table: string, name: string, type: string][] = [
  ['session', 'method', `varchar(10) NOT NULL DEFAULT 'email'`],
  ['session', 'provider', 'varchar(40)'],
  ['email_link', 'code_hash', `varchar(64) NOT NULL DEFAULT ''`],
  ['email_link', 'tries', 'integer NOT NULL DEFAULT 0'],
  ['email_link', 'browser_hash', 'varchar(64)'],
  ['email_link', 'user_agent', 'varchar(200)'],
  ['pending_contribution', 'terms_version', `varchar(20) NOT NULL DEFAULT ''`],
  ['pending_contribution', 'browser_hash', 'varchar(64)'],
  ['role_grant', 'valid_from', 'varchar(24)'],
  ['role_grant', 'valid_until', 'varchar(24)'],
  ['role_grant', 'source', `varchar(10) NOT NULL DEFAULT 'granted'`],
  ['role_grant', 'provider', 'varchar(40)'],
  ['role_grant', 'revoked_by_id', 'varchar(36)'],
  ['consent', 'kind', `varchar(10) NOT NULL DEFAULT 'opinions'`],
];

const indices: [table: string, column: string][] = [
  ['email_link', 'browser_hash'],
  ['pending_contribution', 'browser_hash'],
];

const votes = (accountId: string) => `CREATE TABLE "vote" (
    "id" varchar(36) NOT NULL,
    "account_id" ${accountId},
    "section_id" varchar(36),
    "suggestion_id" varchar(36),
    "comment_id" varchar(36),
    "revision_id" varchar(36),
    "value" varchar(10) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "changed_at" varchar(24) NOT NULL,
    "wording_number" integer,
    CONSTRAINT "pk_vote" PRIMARY KEY ("id"),
    CONSTRAINT "one_thing" CHECK ((case when section_id is null then 0 else 1 end) + (case when suggestion_id is null then 0 else 1 end) + (case when comment_id is null then 0 else 1 end) = 1),
    CONSTRAINT "fk_vote_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_vote_section_id" FOREIGN KEY ("section_id") REFERENCES "section" ("id"),
    CONSTRAINT "fk_vote_suggestion_id" FOREIGN KEY ("suggestion_id") REFERENCES "suggestion" ("id"),
    CONSTRAINT "fk_vote_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id"),
    CONSTRAINT "fk_vote_revision_id" FOREIGN KEY ("revision_id") REFERENCES "section_revision" ("id")
  )`;

const voteIndices = [
  `CREATE UNIQUE INDEX "idx_vote_section_id_account_id" ON "vote" ("section_id", "account_id")`,
  `CREATE UNIQUE INDEX "idx_vote_suggestion_id_account_id" ON "vote" ("suggestion_id", "account_id")`,
  `CREATE UNIQUE INDEX "idx_vote_comment_id_account_id" ON "vote" ("comment_id", "account_id")`,
  `CREATE INDEX "idx_vote_account_id" ON "vote" ("account_id")`,
  `CREATE INDEX "idx_vote_section_id_revision_id_value" ON "vote" ("section_id", "revision_id", "value")`,
];

/** Passkeys, identity providers, invitations, one's own data, and leaving. */
export class WhoIsWho implements MigrationInterface {
  name = 'who-is-who-0000000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, name, type] of columns)
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN "${name}" ${type}`);
    for (const [table, column] of indices)
      await queryRunner.query(`CREATE INDEX "idx_${table}_${column}" ON "${table}" ("${column}")`);
    await letVotesBelongToNobody(queryRunner, true);
    for (const statement of tables) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of [
      'erasure',
      'data_export',
      'email_change',
      'former_name',
      'invitation',
      'ceremony',
      'identity',
      'passkey',
    ])
      await queryRunner.query(`DROP TABLE "${table}"`);
    await queryRunner.query(`DELETE FROM "vote" WHERE "account_id" IS NULL`);
    await letVotesBelongToNobody(queryRunner, false);
    for (const [table, column] of indices) await queryRunner.query(`DROP INDEX "idx_${table}_${column}"`);
    for (const [table, name] of [...columns].reverse())
      await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "${name}"`);
  }
}

/** SQLite cannot change a column: the table, which no other refers to, is made anew and copied. */
async function letVotesBelongToNobody(queryRunner: QueryRunner, may: boolean): Promise<void> {
  if (queryRunner.connection.options.type === 'postgres') {
    await queryRunner.query(`ALTER TABLE "vote" ALTER COLUMN "account_id" ${may ? 'DROP' : 'SET'} NOT NULL`);
    return;
  }
  const all = [
    'id',
    'account_id',
    'section_id',
    'suggestion_id',
    'comment_id',
    'revision_id',
    'value',
    'created_at',
    'changed_at',
    'wording_number',
  ].map((name) => `"${name}"`);
  await queryRunner.query('ALTER TABLE "vote" RENAME TO "former_vote"');
  for (const index of voteIndices)
    await queryRunner.query(`DROP INDEX ${/INDEX ("\w+")/.exec(index)?.[1] ?? ''}`);
  await queryRunner.query(votes(may ? 'varchar(36)' : 'varchar(36) NOT NULL'));
  await queryRunner.query(`INSERT INTO "vote" (${all.join()}) SELECT ${all.join()} FROM "former_vote"`);
  await queryRunner.query('DROP TABLE "former_vote"');
  for (const index of voteIndices) await queryRunner.query(index);
}
