import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import supertest from 'supertest';
import { afterAll, beforeAll } from 'vitest';
import { createApplication } from '../../src/application.js';
import { Database } from '../../src/database/database.js';
import { OutboxWorker } from '../../src/mail/outbox-worker.service.js';
import { type Config, readConfig } from '../../src/ops/config.js';
import { createLog } from '../../src/ops/logger.js';
import type { TestDatabase } from './databases.js';

/** The whole application over a test database, without a port. */
export interface TestApplication {
  /** For `application.get(SomeService)`. Only inside tests and hooks, as all of these. */
  readonly application: NestFastifyApplication;
  readonly database: Database;
  readonly config: Config;
  /** A request without memory of cookies. */
  http(): ReturnType<typeof supertest>;
  /** A browser: keeps its cookies from request to request. */
  browser(): ReturnType<typeof supertest.agent>;
  /** Sends the mail that is due now. */
  sendMail(): Promise<void>;
}

/** Starts the application for the tests of the surrounding group; `output` takes its log. */
export function testApplication(
  database: TestDatabase,
  environment: NodeJS.ProcessEnv = {},
  output?: DestinationStream,
): TestApplication {
  let application: NestFastifyApplication;
  let config: Config;
  beforeAll(async () => {
    config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      SESSION_SECRET: 'a secret for tests only, 32 characters',
      LOG_LEVEL: 'silent',
      ...environment,
    });
    application = await createApplication(config, createLog(config.LOG_LEVEL, output));
    await application.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await application?.close();
  });
  return {
    get application() {
      return application;
    },
    get database() {
      return application.get(Database);
    },
    get config() {
      return config;
    },
    http: () => supertest(application.getHttpServer()),
    browser: () => supertest.agent(application.getHttpServer()),
    sendMail: () => application.get(OutboxWorker).drain(),
  };
}
