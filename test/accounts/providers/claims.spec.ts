import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Claims, personOf, says } from '../../../src/accounts/providers/claims.js';
import type { IdentityProvider } from '../../../src/ops/identity-providers.js';

const provider: IdentityProvider = {
  key: 'p',
  name: { cs: 'P', en: 'P' },
  issuer: 'https://p.example',
  clientId: 'c',
  clientSecret: 's',
  scope: 'openid',
  trustsEmail: true,
  allowPrivateAddress: false,
  roles: [
    { claim: 'groups', value: 'it', role: 'staff' },
    { claim: 'a.b.c', value: 'x', role: 'admin' },
  ],
};
const base: Claims = { iss: 'https://p.example', sub: '1' };

describe('what a provider says of somebody', () => {
  it('may be anything at all, and never gives more than is set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (said) => {
        const person = personOf(provider, { ...said, ...base });
        expect(person?.roles.every((role) => provider.roles.includes(role))).toBe(true);
        expect(person?.isEmailProved && person.email === null).toBe(false);
      }),
    );
  });

  it('proves an address only by a true that is no text, of a provider that is trusted', () => {
    const email = 'Jana@Example.org';
    const proved = (claims: Claims, trustsEmail = true) =>
      personOf({ ...provider, trustsEmail }, { ...base, ...claims })?.isEmailProved;
    expect(proved({ email, email_verified: true })).toBe(true);
    for (const told of ['true', 1, 'yes', {}, [true], null, undefined]) {
      expect(proved({ email, email_verified: told })).toBe(false);
    }
    expect(proved({ email, email_verified: true }, false)).toBe(false);
    expect(proved({ email: `${email},x@y.cz`, email_verified: true })).toBe(false);
  });

  it('proves no moment that a date cannot hold', () => {
    const authTime = (told: unknown) => personOf(provider, { ...base, auth_time: told })?.authTime;
    for (const told of [1e300, -1e300, 8.64e12 + 1, Number.NaN, '1', null]) expect(authTime(told)).toBeNull();
    expect(authTime(1_700_000_000)).toBe(1_700_000_000);
  });

  it('is found in lists, texts and nested names, and nowhere else', () => {
    expect(says({ groups: ['a', 'it'] }, 'groups', 'it')).toBe(true);
    expect(says({ groups: 'it' }, 'groups', 'it')).toBe(true);
    expect(says({ groups: 'it a' }, 'groups', 'it')).toBe(false);
    expect(says({ groups: { it: true } }, 'groups', 'it')).toBe(false);
    expect(says({ a: { b: { c: ['x'] } } }, 'a.b.c', 'x')).toBe(true);
    expect(says({ 'a.b.c': 'x' }, 'a.b.c', 'x')).toBe(true);
    expect(says({ a: [{ b: { c: 'x' } }] }, 'a.b.c', 'x')).toBe(false);
    expect(says({}, 'constructor.name', 'Object')).toBe(false);
  });

  it('needs an issuer and a subject that can be kept', () => {
    for (const sub of [undefined, '', 1, 'x'.repeat(256), 'a\nb', 'ž', {}])
      expect(personOf(provider, { ...base, sub })).toBeNull();
    expect(personOf(provider, { sub: '1' })).toBeNull();
    expect(personOf(provider, { ...base, sub: 'x'.repeat(255) })?.subject).toHaveLength(255);
  });
});
