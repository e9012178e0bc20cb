import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inject } from 'vitest';
import { createApplication } from '../../src/application.js';
import { migrate } from '../../src/database/migrate.js';
import { readConfig } from '../../src/ops/config.js';
import { createLog } from '../../src/ops/logger.js';
import { prepareContent } from '../../src/start/prepare-content.js';

/** The whole demo, listening on a port of this machine, with its own new database. */
export interface Site {
  baseUrl: string;
  application: NestFastifyApplication;
  close(): Promise<void>;
}

/** Starts the demo as `npm start` would; to be closed by whoever started it. */
export async function startSite(environment: NodeJS.ProcessEnv = {}): Promise<Site> {
  const port = await freePort();
  const config = readConfig({
    NODE_ENV: 'test',
    DEMO: 'true',
    PORT: String(port),
    BASE_URL: `http://localhost:${port}`,
    DATABASE_URL: `sqlite:${join(inject('databaseServers').folder, `site-${randomUUID()}.db`)}`,
    SESSION_SECRET: 'a secret for tests only, 32 characters',
    LOG_LEVEL: 'error',
    ...environment,
  });
  const log = createLog(config.LOG_LEVEL);
  await migrate(config.databaseUrl);
  const application = await createApplication(config, log);
  await prepareContent(application, log);
  await application.listen({ port, host: 'localhost' });
  return { baseUrl: config.baseUrl, application, close: () => application.close() };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port was given');
  return address.port;
}
