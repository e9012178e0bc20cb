import type { MigrationInterface, QueryRunner } from 'typeorm';

// Each check stands on one line: over a line break TypeORM's comparison of schemas does not see it on SQLite.
const schema = [
  `CREATE TABLE "account" (
    "id" varchar(36) NOT NULL,
    "email" varchar(254),
    "public_name" varchar(60) NOT NULL,
    "name_skeleton" varchar(120) NOT NULL,
    "locale" varchar(2) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "banned_at" varchar(24),
    "erased_at" varchar(24),
    CONSTRAINT "pk_account" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "idx_account_name_skeleton" ON "account" ("name_skeleton")`,
  `CREATE UNIQUE INDEX "idx_account_email" ON "account" ("email")`,

  `CREATE TABLE "consent" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "version" varchar(20) NOT NULL,
    "given_at" varchar(24) NOT NULL,
    "withdrawn_at" varchar(24),
    CONSTRAINT "pk_consent" PRIMARY KEY ("id"),
    CONSTRAINT "fk_consent_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_consent_account_id" ON "consent" ("account_id")`,

  `CREATE TABLE "email_link" (
    "id" varchar(36) NOT NULL,
    "token_hash" varchar(64) NOT NULL,
    "email" varchar(254) NOT NULL,
    "next" varchar(300),
    "created_at" varchar(24) NOT NULL,
    "expires_at" varchar(24) NOT NULL,
    "used_at" varchar(24),
    CONSTRAINT "pk_email_link" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "idx_email_link_email" ON "email_link" ("email")`,
  `CREATE UNIQUE INDEX "idx_email_link_token_hash" ON "email_link" ("token_hash")`,

  `CREATE TABLE "session" (
    "id" varchar(36) NOT NULL,
    "token_hash" varchar(64) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "last_used_at" varchar(24) NOT NULL,
    "expires_at" varchar(24) NOT NULL,
    "user_agent" varchar(200) NOT NULL,
    CONSTRAINT "pk_session" PRIMARY KEY ("id"),
    CONSTRAINT "fk_session_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_session_account_id" ON "session" ("account_id")`,
  `CREATE UNIQUE INDEX "idx_session_token_hash" ON "session" ("token_hash")`,

  `CREATE TABLE "pending_contribution" (
    "id" varchar(36) NOT NULL,
    "email" varchar(254) NOT NULL,
    "public_name" varchar(60) NOT NULL,
    "kind" varchar(20) NOT NULL,
    "payload" text NOT NULL,
    "dedupe_key" varchar(64) NOT NULL,
    "consent_version" varchar(20) NOT NULL,
    "locale" varchar(2) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "expires_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_pending_contribution" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "idx_pending_contribution_email" ON "pending_contribution" ("email")`,
  `CREATE UNIQUE INDEX "idx_pending_contribution_dedupe_key" ON "pending_contribution" ("dedupe_key")`,

  `CREATE TABLE "rate_count" (
    "key" varchar(120) NOT NULL,
    "count" integer NOT NULL,
    "expires_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_rate_count" PRIMARY KEY ("key")
  )`,

  `CREATE TABLE "outbox_mail" (
    "id" varchar(36) NOT NULL,
    "recipient" varchar(254) NOT NULL,
    "subject" varchar(200) NOT NULL,
    "body" text NOT NULL,
    "locale" varchar(2) NOT NULL,
    "kind" varchar(60) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "not_before" varchar(24) NOT NULL,
    "attempts" integer NOT NULL DEFAULT 0,
    "last_error" varchar(300),
    "claimed_until" varchar(24),
    "sent_at" varchar(24),
    "cancelled_at" varchar(24),
    "subject_id" varchar(36),
    CONSTRAINT "pk_outbox_mail" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "idx_outbox_mail_sent_at_not_before" ON "outbox_mail" ("sent_at", "not_before")`,
  `CREATE INDEX "idx_outbox_mail_subject_id" ON "outbox_mail" ("subject_id")`,

  `CREATE TABLE "activity" (
    "number" integer NOT NULL,
    "at" varchar(24) NOT NULL,
    "actor_id" varchar(36),
    "verb" varchar(60) NOT NULL,
    "subject_type" varchar(30) NOT NULL,
    "subject_id" varchar(36) NOT NULL,
    "programme_id" varchar(36),
    "point_id" varchar(36),
    "data" text NOT NULL,
    "previous_hash" varchar(64) NOT NULL,
    "hash" varchar(64) NOT NULL,
    CONSTRAINT "pk_activity" PRIMARY KEY ("number")
  )`,
  `CREATE INDEX "idx_activity_point_id_number" ON "activity" ("point_id", "number")`,
  `CREATE INDEX "idx_activity_programme_id_number" ON "activity" ("programme_id", "number")`,
  `CREATE INDEX "idx_activity_subject_id" ON "activity" ("subject_id")`,

  `CREATE TABLE "person" (
    "id" varchar(36) NOT NULL,
    "uid" varchar(120) NOT NULL,
    "name" varchar(120) NOT NULL,
    "img" varchar(300),
    "email" varchar(254),
    CONSTRAINT "pk_person" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_person_uid" ON "person" ("uid")`,

  `CREATE TABLE "programme" (
    "id" varchar(36) NOT NULL,
    "uid" varchar(120) NOT NULL,
    "group_uid" varchar(120),
    "group_title" varchar(200),
    "title" varchar(200) NOT NULL,
    "lead" text,
    "opens_at" varchar(24),
    "closes_at" varchar(24),
    "settled_at" varchar(24),
    "votes_shown" varchar(12) NOT NULL,
    "contact" varchar(254),
    "position" integer NOT NULL,
    CONSTRAINT "pk_programme" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_programme_uid" ON "programme" ("uid")`,

  `CREATE TABLE "point" (
    "id" varchar(36) NOT NULL,
    "programme_id" varchar(36) NOT NULL,
    "uid" text NOT NULL,
    "slug" varchar(80) NOT NULL,
    "path" text NOT NULL,
    "title" text NOT NULL,
    "short_title" text,
    "perex" text,
    "intro" text,
    "motto" text,
    "img" text,
    "approved" text,
    "redmine" text NOT NULL,
    "position" integer NOT NULL,
    "source" text NOT NULL,
    "source_sections" text NOT NULL,
    "version_number" integer NOT NULL,
    "next_section_number" integer NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "archived_at" varchar(24),
    CONSTRAINT "pk_point" PRIMARY KEY ("id"),
    CONSTRAINT "fk_point_programme_id" FOREIGN KEY ("programme_id") REFERENCES "programme" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_point_programme_id_slug" ON "point" ("programme_id", "slug")`,
  `CREATE UNIQUE INDEX "idx_point_path" ON "point" ("path")`,

  `CREATE TABLE "role_grant" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "role" varchar(10) NOT NULL,
    "person_uid" varchar(120),
    "point_id" varchar(36),
    "granted_by_id" varchar(36),
    "granted_at" varchar(24) NOT NULL,
    "revoked_at" varchar(24),
    CONSTRAINT "pk_role_grant" PRIMARY KEY ("id"),
    CONSTRAINT "scope" CHECK ((role in ('staff', 'admin') and person_uid is null and point_id is null) or (role in ('garant', 'deputy') and ((person_uid is null) <> (point_id is null)))),
    CONSTRAINT "fk_role_grant_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_role_grant_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id"),
    CONSTRAINT "fk_role_grant_granted_by_id" FOREIGN KEY ("granted_by_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_role_grant_account_id" ON "role_grant" ("account_id")`,

  `CREATE TABLE "section" (
    "id" varchar(36) NOT NULL,
    "point_id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "split_from_id" varchar(36),
    "merged_into_id" varchar(36),
    "created_at" varchar(24) NOT NULL,
    "archived_at" varchar(24),
    CONSTRAINT "pk_section" PRIMARY KEY ("id"),
    CONSTRAINT "fk_section_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id"),
    CONSTRAINT "fk_section_split_from_id" FOREIGN KEY ("split_from_id") REFERENCES "section" ("id"),
    CONSTRAINT "fk_section_merged_into_id" FOREIGN KEY ("merged_into_id") REFERENCES "section" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_section_point_id_number" ON "section" ("point_id", "number")`,

  `CREATE TABLE "section_revision" (
    "id" varchar(36) NOT NULL,
    "section_id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "kind" varchar(10) NOT NULL,
    "heading" text,
    "slug" varchar(84) NOT NULL,
    "body" text NOT NULL,
    "created_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_section_revision" PRIMARY KEY ("id"),
    CONSTRAINT "fk_section_revision_section_id" FOREIGN KEY ("section_id") REFERENCES "section" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_section_revision_section_id_number" ON "section_revision" ("section_id", "number")`,

  `CREATE TABLE "point_version" (
    "id" varchar(36) NOT NULL,
    "point_id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "cause" varchar(12) NOT NULL,
    "actor_id" varchar(36),
    "author_id" varchar(36),
    "note" varchar(500),
    "created_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_point_version" PRIMARY KEY ("id"),
    CONSTRAINT "fk_point_version_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id"),
    CONSTRAINT "fk_point_version_actor_id" FOREIGN KEY ("actor_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_point_version_author_id" FOREIGN KEY ("author_id") REFERENCES "account" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_point_version_point_id_number" ON "point_version" ("point_id", "number")`,

  `CREATE TABLE "suggestion" (
    "id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "section_id" varchar(36) NOT NULL,
    "base_revision_id" varchar(36) NOT NULL,
    "kind" varchar(10) NOT NULL,
    "heading" text,
    "body" text NOT NULL,
    "reason" text NOT NULL,
    "author_id" varchar(36) NOT NULL,
    "state" varchar(10) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "dedupe_key" varchar(64),
    "statement" text,
    "decided_by_id" varchar(36),
    "decided_at" varchar(24),
    "version_id" varchar(36),
    CONSTRAINT "pk_suggestion" PRIMARY KEY ("id"),
    CONSTRAINT "fk_suggestion_section_id" FOREIGN KEY ("section_id") REFERENCES "section" ("id"),
    CONSTRAINT "fk_suggestion_base_revision_id" FOREIGN KEY ("base_revision_id") REFERENCES "section_revision" ("id"),
    CONSTRAINT "fk_suggestion_author_id" FOREIGN KEY ("author_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_suggestion_decided_by_id" FOREIGN KEY ("decided_by_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_suggestion_version_id" FOREIGN KEY ("version_id") REFERENCES "point_version" ("id")
  )`,
  `CREATE INDEX "idx_suggestion_section_id_state" ON "suggestion" ("section_id", "state")`,
  `CREATE INDEX "idx_suggestion_author_id" ON "suggestion" ("author_id")`,
  `CREATE INDEX "idx_suggestion_state_created_at" ON "suggestion" ("state", "created_at")`,
  `CREATE UNIQUE INDEX "idx_suggestion_dedupe_key" ON "suggestion" ("dedupe_key")`,
  `CREATE UNIQUE INDEX "idx_suggestion_number" ON "suggestion" ("number")`,

  `CREATE TABLE "comment" (
    "id" varchar(36) NOT NULL,
    "section_id" varchar(36),
    "suggestion_id" varchar(36),
    "number" integer NOT NULL,
    "revision_id" varchar(36),
    "parent_id" varchar(36),
    "author_id" varchar(36) NOT NULL,
    "voice" varchar(10) NOT NULL,
    "body" text NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "dedupe_key" varchar(64),
    "handled_at" varchar(24),
    "handled_by_id" varchar(36),
    "hidden_at" varchar(24),
    CONSTRAINT "pk_comment" PRIMARY KEY ("id"),
    CONSTRAINT "one_parent" CHECK ((section_id is null) <> (suggestion_id is null)),
    CONSTRAINT "fk_comment_section_id" FOREIGN KEY ("section_id") REFERENCES "section" ("id"),
    CONSTRAINT "fk_comment_suggestion_id" FOREIGN KEY ("suggestion_id") REFERENCES "suggestion" ("id"),
    CONSTRAINT "fk_comment_revision_id" FOREIGN KEY ("revision_id") REFERENCES "section_revision" ("id"),
    CONSTRAINT "fk_comment_parent_id" FOREIGN KEY ("parent_id") REFERENCES "comment" ("id"),
    CONSTRAINT "fk_comment_author_id" FOREIGN KEY ("author_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_comment_handled_by_id" FOREIGN KEY ("handled_by_id") REFERENCES "account" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_comment_section_id_number" ON "comment" ("section_id", "number")`,
  `CREATE UNIQUE INDEX "idx_comment_suggestion_id_number" ON "comment" ("suggestion_id", "number")`,
  `CREATE INDEX "idx_comment_author_id" ON "comment" ("author_id")`,
  `CREATE INDEX "idx_comment_parent_id" ON "comment" ("parent_id")`,
  `CREATE INDEX "idx_comment_handled_at_created_at" ON "comment" ("handled_at", "created_at")`,
  `CREATE UNIQUE INDEX "idx_comment_dedupe_key" ON "comment" ("dedupe_key")`,

  `CREATE TABLE "vote" (
    "id" varchar(36) NOT NULL,
    "account_id" varchar(36) NOT NULL,
    "section_id" varchar(36),
    "suggestion_id" varchar(36),
    "comment_id" varchar(36),
    "revision_id" varchar(36),
    "value" varchar(10) NOT NULL,
    "created_at" varchar(24) NOT NULL,
    "changed_at" varchar(24) NOT NULL,
    CONSTRAINT "pk_vote" PRIMARY KEY ("id"),
    CONSTRAINT "one_thing" CHECK ((case when section_id is null then 0 else 1 end) + (case when suggestion_id is null then 0 else 1 end) + (case when comment_id is null then 0 else 1 end) = 1),
    CONSTRAINT "fk_vote_account_id" FOREIGN KEY ("account_id") REFERENCES "account" ("id"),
    CONSTRAINT "fk_vote_section_id" FOREIGN KEY ("section_id") REFERENCES "section" ("id"),
    CONSTRAINT "fk_vote_suggestion_id" FOREIGN KEY ("suggestion_id") REFERENCES "suggestion" ("id"),
    CONSTRAINT "fk_vote_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id"),
    CONSTRAINT "fk_vote_revision_id" FOREIGN KEY ("revision_id") REFERENCES "section_revision" ("id")
  )`,
  `CREATE UNIQUE INDEX "idx_vote_section_id_account_id" ON "vote" ("section_id", "account_id")`,
  `CREATE UNIQUE INDEX "idx_vote_suggestion_id_account_id" ON "vote" ("suggestion_id", "account_id")`,
  `CREATE UNIQUE INDEX "idx_vote_comment_id_account_id" ON "vote" ("comment_id", "account_id")`,
  `CREATE INDEX "idx_vote_account_id" ON "vote" ("account_id")`,
  `CREATE INDEX "idx_vote_section_id_revision_id_value" ON "vote" ("section_id", "revision_id", "value")`,

  `CREATE TABLE "decision" (
    "id" varchar(36) NOT NULL,
    "number" integer NOT NULL,
    "kind" varchar(10) NOT NULL,
    "comment_id" varchar(36),
    "suggestion_id" varchar(36),
    "point_id" varchar(36) NOT NULL,
    "decided_by_id" varchar(36) NOT NULL,
    "decided_at" varchar(24) NOT NULL,
    "ground" varchar(20),
    "facts" text NOT NULL,
    "on_notice" boolean NOT NULL,
    "automated" boolean NOT NULL,
    CONSTRAINT "pk_decision" PRIMARY KEY ("id"),
    CONSTRAINT "one_thing" CHECK ((comment_id is null) <> (suggestion_id is null)),
    CONSTRAINT "fk_decision_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id"),
    CONSTRAINT "fk_decision_suggestion_id" FOREIGN KEY ("suggestion_id") REFERENCES "suggestion" ("id"),
    CONSTRAINT "fk_decision_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id"),
    CONSTRAINT "fk_decision_decided_by_id" FOREIGN KEY ("decided_by_id") REFERENCES "account" ("id")
  )`,
  `CREATE INDEX "idx_decision_comment_id" ON "decision" ("comment_id")`,
  `CREATE INDEX "idx_decision_point_id_decided_at" ON "decision" ("point_id", "decided_at")`,
  `CREATE UNIQUE INDEX "idx_decision_number" ON "decision" ("number")`,

  `CREATE TABLE "point_garant" (
    "point_id" varchar(36) NOT NULL,
    "person_uid" varchar(120) NOT NULL,
    "position" integer NOT NULL,
    CONSTRAINT "pk_point_garant" PRIMARY KEY ("point_id", "person_uid"),
    CONSTRAINT "fk_point_garant_point_id" FOREIGN KEY ("point_id") REFERENCES "point" ("id")
  )`,
  `CREATE INDEX "idx_point_garant_person_uid" ON "point_garant" ("person_uid")`,

  `CREATE TABLE "version_section" (
    "version_id" varchar(36) NOT NULL,
    "revision_id" varchar(36) NOT NULL,
    "position" integer NOT NULL,
    CONSTRAINT "pk_version_section" PRIMARY KEY ("version_id", "revision_id"),
    CONSTRAINT "fk_version_section_version_id" FOREIGN KEY ("version_id") REFERENCES "point_version" ("id"),
    CONSTRAINT "fk_version_section_revision_id" FOREIGN KEY ("revision_id") REFERENCES "section_revision" ("id")
  )`,
  `CREATE INDEX "idx_version_section_revision_id" ON "version_section" ("revision_id")`,
];

const appendOnly = {
  postgres: [
    `CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END
    $$`,
    `CREATE TRIGGER "activity_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "activity"
      FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"()`,
  ],
  // A later migration that builds this table anew loses these triggers and has to make them again.
  sqlite: [
    `CREATE TRIGGER "activity_refuses_update" BEFORE UPDATE ON "activity"
      BEGIN SELECT RAISE(ABORT, 'activity is append-only'); END`,
    `CREATE TRIGGER "activity_refuses_delete" BEFORE DELETE ON "activity"
      BEGIN SELECT RAISE(ABORT, 'activity is append-only'); END`,
    `CREATE TRIGGER "activity_refuses_replace" BEFORE INSERT ON "activity"
      WHEN EXISTS (SELECT 1 FROM "activity" WHERE "number" = NEW."number")
      BEGIN SELECT RAISE(ABORT, 'activity is append-only'); END`,
  ],
};

/** Accounts, programmes with their points and texts, what people say about them, and what comes of it. */
export class FirstLight implements MigrationInterface {
  name = 'first-light-0000000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    const triggers = isPostgres(queryRunner) ? appendOnly.postgres : appendOnly.sqlite;
    for (const statement of [...schema, ...triggers]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const tables = schema.flatMap((statement) => /^CREATE TABLE "(\w+)"/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await queryRunner.query(`DROP TABLE "${table}"`);
    if (isPostgres(queryRunner)) await queryRunner.query('DROP FUNCTION "refuse_change"()');
  }
}

function isPostgres(queryRunner: QueryRunner): boolean {
  return queryRunner.dataSource.options.type === 'postgres';
}
