import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import { Secret } from '../web/secret.js';
import { day } from './periods.js';

/** How long a browser is recognised after it proved an address, in seconds. */
const longest = 180 * day;
/** Addresses proved in one browser, as in a family, that are remembered. */
const atMost = 4;
const shape = /^[\w-]{22}\.[\w-]{43}$/;

/**
 * Browsers in which somebody has proved an address, told from strangers who merely know it: what strangers ask for in
 * its owner's name must not use up what the owner may ask for. A cookie holds a random number and our signature over it
 * and the address, so nothing is kept here, and nobody can read an address from it. It signs nobody in, and it stays
 * when its owner signs out, because that is when it is needed.
 * Method: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
@Injectable()
export class ProvenDevices {
  readonly cookieName: string;

  constructor(
    private readonly config: Config,
    private readonly secret: Secret,
  ) {
    this.cookieName = config.https ? '__Host-podnet-zname' : 'podnet-zname';
  }

  /** The marks that a browser brings, not checked yet. */
  marksOf(request: FastifyRequest): readonly string[] {
    const given = request.cookies?.[this.cookieName] ?? '';
    return given.split('~', atMost).filter((mark) => shape.test(mark));
  }

  /** The number of the mark for this address among those; null for a stranger. */
  recognise(marks: readonly string[], email: string): string | null {
    const own = marks.find((mark) => this.isFor(mark, email));
    return own?.slice(0, own.indexOf('.')) ?? null;
  }

  /** Gives the browser a mark for an address that was proved there just now. */
  remember(request: FastifyRequest, reply: FastifyReply, email: string): void {
    const others = this.marksOf(request).filter((mark) => !this.isFor(mark, email));
    const number = randomBytes(16).toString('base64url');
    const own = `${number}.${this.secret.sign('device', `${number}\0${email}`)}`;
    reply.setCookie(this.cookieName, [own, ...others].slice(0, atMost).join('~'), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.https,
      maxAge: longest,
    });
  }

  private isFor(mark: string, email: string): boolean {
    const [number = '', signature = ''] = mark.split('.');
    return this.secret.verify('device', `${number}\0${email}`, signature);
  }
}
