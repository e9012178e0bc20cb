import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../ops/config.js';

/** Keyed hashes under the instance's secret, each for one purpose. */
@Injectable()
export class Secret {
  constructor(private readonly config: Config) {}

  /** Keyed SHA-256 of a text, base64url; `length` characters of its 43. */
  sign(purpose: string, text: string, length = 43): string {
    return createHmac('sha256', this.config.SESSION_SECRET)
      .update(`${purpose}\0${text}`)
      .digest('base64url')
      .slice(0, length);
  }

  /** Compares in constant time. */
  verify(purpose: string, text: string, signature: string): boolean {
    const wanted = Buffer.from(this.sign(purpose, text, signature.length));
    const given = Buffer.from(signature);
    return signature.length >= 16 && wanted.length === given.length && timingSafeEqual(wanted, given);
  }
}
