import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import type { Config } from '../ops/config.js';
import { withApplication } from './application.js';
import { Refusal } from './run.js';

/** `demo`: fills an empty database with a realistic consultation. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('fill an empty database with the texts of CONTENT_DIR and what people might say about them')
    .action(async () => {
      const { readConfig } = await import('../ops/config.js');
      const config = readConfig(process.env);
      if (config.production) throw new Refusal('The demo has no place in production.');
      if (!(await withApplication(config, fill(config))))
        throw new Refusal('People have said something here already: nothing was changed.');
      process.stdout.write('Filled with a demo.\n');
    });
}

function fill({ contentDir }: Config) {
  return async (application: INestApplicationContext): Promise<boolean> => {
    const [{ Points }, { ContentImport }, { seedDemo }] = await Promise.all([
      import('../programme/points.service.js'),
      import('../programme/content-import.service.js'),
      import('../demo/seed-demo.js'),
    ]);
    if ((await application.get(Points).programmes()).length === 0)
      await application.get(ContentImport).run(contentDir, null);
    return seedDemo(application);
  };
}
