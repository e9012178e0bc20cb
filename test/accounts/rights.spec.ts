import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rightsFrom } from '../../src/accounts/rights.js';
import type { Role } from '../../src/accounts/role-grant.entity.js';

const nothing = { isStaff: false, isAdmin: false, garantOf: { pointIds: [], personUids: [] } };
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const moment = (at: string, milliseconds: number) => new Date(Date.parse(at) + milliseconds).toISOString();
const deputy = (validFrom: string | null, validUntil: string | null) => ({
  role: 'deputy' as Role,
  personUid: 'jana',
  pointId: null,
  validFrom,
  validUntil,
});

describe('What roles allow', () => {
  it('begins with the first moment of a deputy’s window, and ends with the one that closes it', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 1e9 }), (from, length) => {
        const until = moment(from, length);
        const uids = (at: string) => rightsFrom([deputy(from, until)], at).garantOf.personUids;
        expect([moment(from, -1), from, moment(until, -1), until].map(uids)).toEqual([
          [],
          ['jana'],
          ['jana'],
          [],
        ]);
      }),
    );
  });

  it('without a bound has none on that side', () => {
    const at = '2026-11-23T00:00:00.000Z';
    const allows = (from: string | null, until: string | null) =>
      rightsFrom([deputy(from, until)], at).garantOf.personUids.length === 1;
    expect([allows(null, null), allows(at, null), allows(null, moment(at, 1)), allows(null, at)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('is nothing without roles, and all roles together', () => {
    const at = '2026-11-23T00:00:00.000Z';
    expect(rightsFrom([], at)).toEqual(nothing);
    const staff = {
      role: 'staff' as Role,
      personUid: null,
      pointId: null,
      validFrom: null,
      validUntil: null,
    };
    const garant = { ...deputy(null, null), role: 'garant' as Role, personUid: null, pointId: 'p1' };
    expect(rightsFrom([staff, garant, deputy(at, null), deputy(null, at)], at)).toEqual({
      isStaff: true,
      isAdmin: false,
      garantOf: { pointIds: ['p1'], personUids: ['jana'] },
    });
  });
});
