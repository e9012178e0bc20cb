import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { pathOf } from '../web/request.js';
import { type WaitingHere, WaitingSource } from '../web/waiting.js';
import { Browsers } from './browsers.service.js';
import { described, waitingIn } from './pending-reads.js';
import { Publishers } from './publishers.js';

/** Pages about signing in speak of what waits themselves. */
const speaksItself = /^\/prihlaseni(\/|$)/;

/**
 * Tells every page what waits in its reader's browser. By the browser only: whoever types an address somewhere must not
 * see what its owner wrote elsewhere. Apart from `WaitingContributions`, which sends mail, for mail is rendered too.
 */
@Injectable()
export class WaitingReader extends WaitingSource {
  constructor(
    private readonly database: Database,
    private readonly browsers: Browsers,
    private readonly publishers: Publishers,
  ) {
    super();
  }

  async of(request: FastifyRequest): Promise<WaitingHere | null> {
    const browserHash = this.browsers.hashOf(request);
    const page = pathOf(request);
    if (!browserHash || speaksItself.test(page)) return null;
    const waiting = await waitingIn(this.database.read, browserHash);
    const things = await described(this.publishers, waiting, request.locale);
    const known = things.flatMap(({ about }) => about ?? []);
    if (known.length === 0) return null;
    const here = known.filter(({ path }) => path.split('#', 1)[0] === page);
    return {
      here: here.map(({ title, text }) => ({ title, text })),
      elsewhere: known.length - here.length,
    };
  }
}
