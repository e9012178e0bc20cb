import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import supertest from 'supertest';
import { afterAll, beforeAll } from 'vitest';
import { AccountsModule } from '../../src/accounts/accounts.module.js';
import { Identification } from '../../src/accounts/identification.service.js';
import { ActivityModule } from '../../src/activity/activity.module.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { entities } from '../../src/entities.js';
import { MailModule } from '../../src/mail/mail.module.js';
import { type Config, readConfig } from '../../src/ops/config.js';
import { createLog } from '../../src/ops/logger.js';
import { OpsModule } from '../../src/ops/ops.module.js';
import { Access } from '../../src/web/access.js';
import { acceptForms } from '../../src/web/body-parser.js';
import { localeOf, withoutLocale } from '../../src/web/request.js';
import { WebModule } from '../../src/web/web.module.js';
import type { TestDatabase } from '../support/databases.js';
import { NotePublisher } from './note-publisher.js';

/** Stands for a module with something to say: a note, published under an account. */
@Controller('zkouska')
@Access('anyone')
class NotesController {
  constructor(private readonly identification: Identification) {}

  @Post()
  async write(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { text } = request.body as { text: string };
    const payload = JSON.stringify({ text });
    await this.identification.submit(request, reply, {
      kind: 'note',
      payload,
      flash: 'accounts.flash.published',
    });
  }
}

/** The application up to accounts, over a test database. */
export interface AccountsApplication {
  readonly application: NestFastifyApplication;
  readonly database: Database;
  readonly notes: NotePublisher;
  /** A browser: keeps its cookies from request to request. */
  browser(): ReturnType<typeof supertest.agent>;
}

export function accountsApplication(
  database: TestDatabase,
  environment: NodeJS.ProcessEnv = {},
): AccountsApplication {
  let application: NestFastifyApplication;
  const notes = new NotePublisher();
  beforeAll(async () => {
    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      SESSION_SECRET: 'a secret for tests only, 32 characters',
      ...environment,
    });
    application = await start(config);
    application.get(Identification).registerPublisher('note', notes);
    notes.database = application.get(Database);
  });
  afterAll(async () => {
    await application?.close();
  });
  return {
    notes,
    get application() {
      return application;
    },
    get database() {
      return application.get(Database);
    },
    browser: () => supertest.agent(application.getHttpServer()),
  };
}

async function start(config: Config): Promise<NestFastifyApplication> {
  @Module({
    imports: [
      OpsModule.with(config, createLog('silent')),
      DatabaseModule.forRoot(entities),
      WebModule,
      MailModule,
      ActivityModule,
      AccountsModule,
    ],
    controllers: [NotesController],
  })
  class TestModule {}
  const adapter = new FastifyAdapter({
    trustProxy: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 400 },
    rewriteUrl: (request: IncomingMessage) => withoutLocale(request.url ?? '/'),
    skipMiddie: true,
  });
  const application = await NestFactory.create<NestFastifyApplication>(TestModule, adapter, {
    bodyParser: false,
    logger: false,
  });
  const fastify = adapter.getInstance();
  await acceptForms(fastify);
  fastify.decorateRequest('locale', 'cs');
  fastify.decorateRequest('viewer', undefined);
  fastify.addHook('onRequest', async (request) => {
    request.locale = localeOf(request.originalUrl);
  });
  await application.register(cookie);
  await application.init();
  await fastify.ready();
  return application;
}
