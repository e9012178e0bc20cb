import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasMessage } from './i18n/messages.js';
import { localPath } from './request.js';
import { Secret } from './secret.js';

/** Name of the query parameter that carries the message. */
export const flashParameter = 'zprava';

/**
 * One message for the page after a redirect. It travels signed in the address, so visitors need no cookie and nobody
 * can make a page say what we did not say.
 */
@Injectable()
export class Flash {
  constructor(private readonly secret: Secret) {}

  /** Sends the reader to a path of ours with a message (a key in `locales/`). */
  redirect(request: FastifyRequest, reply: FastifyReply, path: string, key?: string): void {
    const [address = '/', anchor] = path.split('#', 2);
    const message = key
      ? `${address.includes('?') ? '&' : '?'}${flashParameter}=${key}~${this.sign(key)}`
      : '';
    const target = localPath(request.locale, address) + message + (anchor ? `#${anchor}` : '');
    reply.status(303).header('location', target).header('cache-control', 'no-store').send();
  }

  /** Key of the message in the request's address; null when there is none or it is not ours. */
  read(request: Pick<FastifyRequest, 'query'>): string | null {
    const value = (request.query as Record<string, unknown> | undefined)?.[flashParameter];
    if (typeof value !== 'string') return null;
    const [key = '', signature = ''] = value.split('~', 2);
    return this.secret.verify('flash', key, signature) && hasMessage(key) ? key : null;
  }

  private sign(key: string): string {
    return this.secret.sign('flash', key, 16);
  }
}
