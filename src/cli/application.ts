import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../ops/config.js';

/**
 * Opens the whole application on a migrated database, without serving anything, for commands that change texts: what
 * people said about them changes too. Mail is left to the server, and the log goes to standard error.
 */
export async function withApplication<T>(
  config: Config,
  work: (application: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const [{ NestFactory }, { AppModule }, { createLog }, { migrate }, { OutboxWorker }] = await Promise.all([
    import('@nestjs/core'),
    import('../app.module.js'),
    import('../ops/logger.js'),
    import('../database/migrate.js'),
    import('../mail/outbox-worker.service.js'),
  ]);
  await migrate(config.databaseUrl);
  const log = createLog(config.LOG_LEVEL, 'stderr');
  const application = await NestFactory.createApplicationContext(AppModule.with(config, log), {
    logger: false,
  });
  try {
    application.get(OutboxWorker).leaveToOthers();
    return await work(application);
  } finally {
    await application.close();
  }
}
