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

/** Browsers make passkeys for names only, not for numeric addresses, and only where nobody can listen on the way. */
export function isPossible(config: Pick<Config, 'baseUrl'>): boolean {
  const { id, origin } = relyingParty(config);
  const isName = isIP(id.replace(/^\[|\]$/g, '')) === 0;
  return isName && (origin.startsWith('https:') || id === 'localhost' || id.endsWith('.localhost'));
}
