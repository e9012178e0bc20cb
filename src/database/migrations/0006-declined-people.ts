import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People of the content whom somebody with their address says not to be. */
export class DeclinedPeople implements MigrationInterface {
  name = 'declined-people-0000000000006';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE "declined_person" (
      "account_id" varchar(36) NOT NULL,
      "person_uid" varchar(120) NOT NULL,
      "declined_at" varchar(24) NOT NULL,
      CONSTRAINT "pk_declined_person" PRIMARY KEY ("account_id", "person_uid")
    )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "declined_person"');
  }
}
