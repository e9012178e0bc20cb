import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import type { AskingBrowser } from './email-links.service.js';
import { day } from './periods.js';
import { ProvenDevices } from './proven-devices.service.js';
import { hashToken, looksLikeToken, newToken } from './tokens.js';

/** Longer than anything waits for a browser. */
const longest = 2 * day;

/**
 * Recognises a browser that is in the middle of signing in, or has something waiting to be confirmed, before anybody
 * is signed in there. Reading pages sets no cookie; the first thing that has to be found again does.
 */
@Injectable()
export class Browsers {
  readonly cookieName: string;

  constructor(
    private readonly config: Config,
    private readonly devices: ProvenDevices,
  ) {
    this.cookieName = config.https ? '__Host-podnet-prohlizec' : 'podnet-prohlizec';
  }

  /** Hash of the browser's token; null for one that we have not met. */
  hashOf(request: FastifyRequest): string | null {
    const token = request.cookies?.[this.cookieName];
    return looksLikeToken(token) ? hashToken(token) : null;
  }

  /** The browser of a request that asks for mail, known by the token that this answer gives it, if need be. */
  asking(request: FastifyRequest, reply: FastifyReply): AskingBrowser {
    return {
      browserHash: this.meet(request, reply),
      userAgent: request.headers['user-agent'] ?? '',
      marks: this.devices.marksOf(request),
    };
  }

  /** Hash of the browser's token, which it is given by this answer when it has none. */
  meet(request: FastifyRequest, reply: FastifyReply): string {
    const known = this.hashOf(request);
    if (known) return known;
    const token = newToken();
    reply.setCookie(this.cookieName, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.https,
      maxAge: longest,
    });
    return hashToken(token);
  }
}
