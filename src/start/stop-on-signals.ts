import type { INestApplication } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { Readiness } from '../ops/readiness.js';

/** Requests in flight have this long to finish, in milliseconds. */
const grace = 10_000;

/** On SIGTERM or SIGINT: no longer ready, no new connections, requests in flight finish, exit 0. */
export function stopOnSignals(application: INestApplication, log: Pino): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    application.get(Readiness).drain();
    setTimeout(() => {
      log.warn('some requests did not finish in time');
      process.exit(0);
    }, grace).unref();
    await application.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
