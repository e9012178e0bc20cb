import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { type Instant, now } from '../database/time.js';
import { Secret } from '../web/secret.js';
import { after, day } from './periods.js';

/** Something a person wrote, on its way through a page that asks who they are. */
export interface Contribution {
  /** Names its publisher. */
  kind: string;
  /** JSON that its publisher understands. */
  payload: string;
  /** Key of the sentence to show after publishing. */
  flash: string;
}

/** A contribution that came back unchanged. */
export interface SealedContribution extends Contribution {
  sealedAt: Instant;
}

const longest = 2 * day;
/** More than any form of ours can hold; what is larger was not sealed here. */
const sizeLimit = 256 * 1024;

/**
 * Carries a contribution in a hidden field, signed: it was found valid before and nothing is stored meanwhile, so it
 * must come back as it was. Compressed, for it shares the limit of a form with what is asked beside it.
 */
@Injectable()
export class ContributionSeal {
  constructor(private readonly secret: Secret) {}

  /** The value of the hidden field. */
  seal({ kind, payload, flash }: Contribution): string {
    const packed = deflateRawSync(JSON.stringify([kind, payload, flash, now()])).toString('base64url');
    return `${packed}.${this.secret.sign('contribution', packed)}`;
  }

  /** What was sealed; null when it was changed, is not ours, or is older than two days. */
  open(value: string): SealedContribution | null {
    const [packed = '', signature = ''] = value.split('.', 2);
    if (signature.length !== 43 || !this.secret.verify('contribution', packed, signature)) return null;
    const json = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: sizeLimit });
    const [kind, payload, flash, sealedAt] = JSON.parse(json.toString()) as [string, string, string, Instant];
    return after(longest, sealedAt) > now() ? { kind, payload, flash, sealedAt } : null;
  }
}
