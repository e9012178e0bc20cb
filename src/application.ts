import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger as Pino } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './ops/config.js';
import { NestLog } from './ops/logger.js';
import { acceptForms } from './web/body-parser.js';
import { ErrorFilter } from './web/error.filter.js';
import { notFound } from './web/refusal.js';
import { localeOf, pathOf, withoutLocale } from './web/request.js';
import { requestIds } from './web/request-id.js';
import { securityHeaders } from './web/security-headers.js';
import { trustedProxies } from './web/trusted-proxies.js';
import { RecentPages } from './web/views/recent-pages.js';

/** Builds the web application, ready to listen or to be tested; the database must have been migrated. */
export async function createApplication(config: Config, log: Pino): Promise<NestFastifyApplication> {
  let application: NestFastifyApplication | undefined;
  const adapter = new FastifyAdapter({
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    trustProxy: trustedProxies(config.TRUST_PROXY),
    genReqId: requestIds(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 400 },
    rewriteUrl: (request: IncomingMessage) => withoutLocale(request.url ?? '/'),
    skipMiddie: true,
    // An address that cannot be decoded never reaches Nest, nor the hook that sets the language.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      request.locale = localeOf(request.originalUrl);
      reply.headers(securityHeaders(config.https));
      void application?.get(ErrorFilter).answer(error, request, reply);
    },
  });
  application = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, log), adapter, {
    bodyParser: false,
    logger: new NestLog(log),
  });
  await prepareFastify(application, config, log);
  await application.init();
  return application;
}

async function prepareFastify(application: NestFastifyApplication, config: Config, log: Pino): Promise<void> {
  const fastify = application.getHttpAdapter().getInstance();
  fastify.decorateRequest('locale', 'cs');
  fastify.decorateRequest('viewer', undefined);
  fastify.decorateRequest('recentPages', undefined);
  const headers = securityHeaders(config.https);
  const recentPages = application.get(RecentPages);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.locale = localeOf(request.originalUrl);
    reply.headers(headers);
    if (recentPages.answer(request, reply)) return;
    // No path of ours has a NUL in it, and PostgreSQL would refuse the question whether there is one.
    done(pathOf(request).includes('%00') ? notFound() : undefined);
  });
  // After the hook that answers at once: this brings hooks of its own, which wait for one another.
  await acceptForms(fastify);
  fastify.addHook('onResponse', (request, reply, done) => {
    logRequest(log, request, reply);
    done();
  });
  await application.register(cookie);
}

/** The route's pattern, never the address: addresses can hold tokens and what people searched for. */
function logRequest(log: Pino, request: FastifyRequest, reply: FastifyReply): void {
  log.info({
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? null,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  });
}
