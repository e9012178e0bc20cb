import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nameAmong } from '../../../src/accounts/passkeys/passkey.page.js';
import { isPossible } from '../../../src/accounts/passkeys/relying-party.js';

it.each([
  ['https://podnet.example', true],
  ['https://podnet.example:8443', true],
  ['http://localhost:3000', true],
  ['http://podnet.localhost:3000', true],
  ['http://podnet.example', false],
  ['http://127.0.0.1:3000', false],
  ['https://192.0.2.7', false],
  ['https://[2001:db8::7]', false],
])('at %s passkeys are possible: %s', (baseUrl, expected) => {
  expect(isPossible({ baseUrl })).toBe(expected);
});

it('a suggested name is the one that was wanted, or the first with a number that no key has', () => {
  expect(nameAmong('iPhone', [])).toBe('iPhone');
  expect(nameAmong('iPhone', ['iphone'])).toBe('iPhone 2');
  expect(nameAmong('iPhone', ['iPhone', 'iPhone 3', 'Laptop'])).toBe('iPhone 2');
  fc.assert(
    fc.property(fc.array(fc.constantFrom('A', 'A 2', 'A 3', 'A 4', 'B')), (names) => {
      expect(names).not.toContain(nameAmong('A', names));
    }),
  );
});
