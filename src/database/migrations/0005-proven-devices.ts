import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links that were asked for where their address had been proved before. */
export class ProvenDevices implements MigrationInterface {
  name = 'proven-devices-0000000000005';

  async up(queryRunner: QueryRunner): Promise<void> {
    const no = queryRunner.connection.options.type === 'postgres' ? 'false' : '0';
    await queryRunner.query(
      `ALTER TABLE "email_link" ADD COLUMN "from_proven_device" boolean NOT NULL DEFAULT ${no}`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "email_link" DROP COLUMN "from_proven_device"`);
  }
}
