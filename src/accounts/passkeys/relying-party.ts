import { isIP } from 'node:net';
import type { Config } from '../../ops/config.js';

/** Whom passkeys are made for: this site. */
export interface RelyingParty {
  /** Host of `BASE_URL`; keys made for one host work on no other. */
  readonly id: string;
  readonly origin: string;
}

/** This site as browsers know it. */
export function relyingParty({ baseUrl }: Pick<Config, 'baseUrl'>): RelyingParty {
  const { hostname, origin } = new URL(baseUrl);
  return { id: hostname, origin };
}

/** Browsers make passkeys for names only, not for numeric addresses. */
export function isPossible(config: Pick<Config, 'baseUrl'>): boolean {
  return isIP(relyingParty(config).id.replace(/^\[|\]$/g, '')) === 0;
}
