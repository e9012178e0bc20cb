import { describe, expect, it } from 'vitest';
import {
  allRoles,
  mayAnswer,
  mayClaim,
  mayGive,
  mayTake,
  phaseOfWindow,
  stateOf,
} from '../../src/accounts/people/people.rules.js';
import type { Viewer } from '../../src/web/viewer.js';

const viewer = (given: Partial<Viewer>): Viewer => ({
  accountId: 'a',
  sessionId: 's',
  publicName: 'Jana',
  locale: 'cs',
  provedAt: '2026-11-22T10:00:00.000Z',
  leavingAt: null,
  isStaff: false,
  isAdmin: false,
  garantOf: { pointIds: [], personUids: [] },
  ...given,
});
const garant = viewer({ garantOf: { pointIds: ['p'], personUids: [] } });
const staff = viewer({ isStaff: true });
const admin = viewer({ isStaff: true, isAdmin: true });

describe('Who may give and take', () => {
  it.each([
    ['a citizen', viewer({}), []],
    ['a garant', garant, []],
    ['staff', staff, ['garant', 'deputy']],
    ['an admin', admin, ['garant', 'deputy', 'staff', 'admin']],
  ])('%s: %#', (_, who, roles) => {
    expect(allRoles.filter((role) => mayGive(who, role, 'b'))).toEqual(roles);
    expect(allRoles.filter((role) => mayTake(who, role))).toEqual(roles);
    expect(allRoles.filter((role) => mayGive(who, role, who.accountId))).toEqual([]);
  });
});

describe('An offer', () => {
  const account = { id: 'a', email: 'a@example.org' };

  it('is for the address it went to, and never for its sender', () => {
    expect(mayAnswer(account, { email: 'a@example.org', invitedById: 'b' })).toBe(true);
    expect(mayAnswer(account, { email: 'a@example.org', invitedById: null })).toBe(true);
    expect(mayAnswer(account, { email: 'b@example.org', invitedById: 'b' })).toBe(false);
    expect(mayAnswer(account, { email: 'a@example.org', invitedById: 'a' })).toBe(false);
    expect(mayAnswer({ id: 'a', email: null }, { email: 'a@example.org', invitedById: 'b' })).toBe(false);
  });

  it('of the content is claimed once', () => {
    expect(mayClaim(account, { email: 'a@example.org', everHeld: false })).toBe(true);
    expect(mayClaim(account, { email: 'a@example.org', everHeld: true })).toBe(false);
    expect(mayClaim(account, { email: 'b@example.org', everHeld: false })).toBe(false);
    expect(mayClaim({ email: null }, { email: null, everHeld: false })).toBe(false);
  });

  const open = { acceptedAt: null, acceptedById: null, withdrawnAt: null, expiresAt: '2026-12-01' };
  it.each([
    ['waiting', {}],
    ['expired', { expiresAt: '2026-11-01' }],
    ['accepted', { acceptedAt: '2026-11-02', acceptedById: 'a', expiresAt: '2026-11-03' }],
    ['declined', { withdrawnAt: '2026-11-02', acceptedById: 'a' }],
    ['withdrawn', { withdrawnAt: '2026-11-02' }],
  ])('is %s', (state, given) => {
    expect(stateOf({ ...open, ...given }, '2026-11-22')).toBe(state);
  });
});

it.each([
  ['now', null, null],
  ['now', '2026-11-22', '2026-11-23'],
  ['ahead', '2026-11-23', null],
  ['over', null, '2026-11-22'],
  ['over', '2026-11-01', '2026-11-21'],
])('a window is %s from %s until %s', (phase, validFrom, validUntil) => {
  expect(phaseOfWindow({ validFrom, validUntil }, '2026-11-22')).toBe(phase);
});
