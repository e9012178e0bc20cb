import type { IdentityProvider, ProviderRole } from '../../ops/identity-providers.js';
import { checkEmail } from '../../web/text/email.js';
import { checkPublicName } from '../../web/text/public-name.js';

/** What a provider says of somebody, as it came. */
export type Claims = Record<string, unknown>;

/** What we take of it. */
export interface ProvedPerson {
  issuer: string;
  subject: string;
  /** Normalised; null when none was given, or none that can be used. */
  email: string | null;
  /** The address may lead to an account: the provider verified it, and the operator trusts it in that. */
  isEmailProved: boolean;
  /** A name to suggest; never published without being asked for. */
  name: string | null;
  /** When they proved there who they are, in seconds since 1970; null where that is not said. */
  authTime: number | null;
  roles: ProviderRole[];
}

/** Reads what a provider says, all of which may be anything. Null without issuer and subject that can be stored. */
export function personOf(provider: IdentityProvider, claims: Claims): ProvedPerson | null {
  const { iss, sub, auth_time: authTime } = claims;
  if (!isKey(iss, 300) || !isKey(sub, 255)) return null;
  const email = checkEmail(claims.email);
  return {
    issuer: iss,
    subject: sub,
    email: email.ok ? email.value : null,
    isEmailProved: email.ok && provider.trustsEmail && claims.email_verified === true,
    name: suggestedName(claims),
    authTime: isMoment(authTime) ? authTime : null,
    roles: provider.roles.filter(({ claim, value }) => says(claims, claim, value)),
  };
}

/** Whether a claim is a text, or has it in a list; a name that is there as it stands goes before a path of names. */
export function says(claims: Claims, name: string, value: string): boolean {
  const found = Object.hasOwn(claims, name) ? claims[name] : follow(claims, name.split('.'));
  return Array.isArray(found) ? found.includes(value) : found === value;
}

function follow(claims: Claims, names: string[]): unknown {
  return names.reduce<unknown>((within, name) => {
    if (typeof within !== 'object' || within === null || Array.isArray(within)) return undefined;
    return Object.hasOwn(within, name) ? (within as Claims)[name] : undefined;
  }, claims);
}

function suggestedName({ name, preferred_username: username }: Claims): string | null {
  for (const suggestion of [name, username]) {
    const checked = checkPublicName(suggestion);
    if (checked.ok) return checked.value;
  }
  return null;
}

/** Seconds that a date can hold. */
function isMoment(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12;
}

function isKey(value: unknown, longest: number): value is string {
  return (
    typeof value === 'string' && value.length > 0 && value.length <= longest && /^[\x20-\x7e]+$/.test(value)
  );
}
