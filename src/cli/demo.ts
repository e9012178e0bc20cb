import { Command } from 'commander';
import type { Config } from '../ops/config.js';
import { Refusal } from './run.js';

/** `demo`: fills an empty database with a realistic consultation. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('fill an empty database with the texts of CONTENT_DIR and what people might say about them')
    .action(async () => {
      const [{ readConfig }, { migrate }] = await Promise.all([
        import('../ops/config.js'),
        import('../database/migrate.js'),
      ]);
      const config = readConfig(process.env);
      if (config.production) throw new Refusal('The demo has no place in production.');
      await migrate(config.databaseUrl);
      if (!(await fill(config)))
        throw new Refusal('People have said something here already: nothing was changed.');
      process.stdout.write('Filled with a demo.\n');
    });
}

async function fill(config: Config): Promise<boolean> {
  const [{ NestFactory }, { AppModule }, { createLog }, { Points }, { ContentImport }, { seedDemo }] =
    await Promise.all([
      import('@nestjs/core'),
      import('../app.module.js'),
      import('../ops/logger.js'),
      import('../programme/points.service.js'),
      import('../programme/content-import.service.js'),
      import('../demo/seed-demo.js'),
    ]);
  const log = createLog(config.LOG_LEVEL);
  const application = await NestFactory.createApplicationContext(AppModule.with(config, log), {
    logger: false,
  });
  try {
    if ((await application.get(Points).programmes()).length === 0)
      await application.get(ContentImport).run(config.contentDir, null);
    return await seedDemo(application);
  } finally {
    await application.close();
  }
}
