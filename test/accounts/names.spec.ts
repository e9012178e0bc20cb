import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account } from '../../src/accounts/account.entity.js';
import { Accounts } from '../../src/accounts/accounts.service.js';
import { FormerName } from '../../src/accounts/former-name.entity.js';
import { NameRefused, Names } from '../../src/accounts/names.service.js';
import type { Role } from '../../src/accounts/role-grant.entity.js';
import { Roles } from '../../src/accounts/roles.service.js';
import { AccountSettings } from '../../src/accounts/settings.service.js';
import { newId } from '../../src/database/id.js';
import { Person } from '../../src/programme/person.entity.js';
import { checkPublicName } from '../../src/web/text/public-name.js';
import { skeleton } from '../../src/web/text/skeleton.js';
import { eachDatabase } from '../support/databases.js';
import { signedIn } from '../support/signed-in.js';
import { accountsApplication } from './application.js';
import { someEmail } from './people.js';

eachDatabase('Names', (database) => {
  const at = accountsApplication(database);
  const names = () => at.application.get(Names);
  const someAccount = (publicName: string): Promise<Account> =>
    at.database.write((manager) =>
      at.application.get(Accounts).create(manager, { email: someEmail(), publicName, locale: 'cs' }),
    );
  const officer = async (publicName: string, role: Role, personUid?: string) => {
    const account = await someAccount(publicName);
    await at.application
      .get(Roles)
      .grant({ accountId: account.id, role, scope: personUid ? { personUid } : {} }, null);
    return account;
  };
  const problem = (publicName: string, accountId: string | null = null) =>
    names().problemOf(at.database.read, publicName, accountId);

  it.each([
    'Božena Ryšavá',
    'bozena rysava',
    'BOŽENA   RYŠAVÁ',
    'Bоžеnа Ryšаvá',
    'Ryšavá Božena',
    'Ing. Božena Ryšavá, CSc.',
    'B0žena Ryšava',
  ])('keep %j from those who are not her', async (publicName) => {
    const { id } = await officer('Božena Ryšavá', 'staff');
    expect(await problem(publicName)).toBe('accounts.name.reserved');
    expect(await problem('Božena Ryšavá', id)).toBeNull();
    await at.application.get(Roles).revoke({ accountId: id, role: 'staff', scope: {} }, null);
  });

  it('keep the names of people of the content for whoever answers in their name, deputies not', async () => {
    await at.database.write((manager) =>
      manager.insert(Person, { id: newId(), uid: 'olga', name: 'Olga Kubelková', img: null, email: null }),
    );
    const garant = await officer('Garantka', 'garant', 'olga');
    const deputy = await officer('Petr Zástupný', 'deputy', 'olga');
    expect(await problem('Olga Kubelková')).toBe('accounts.name.reserved');
    expect(await problem('Olga Kubelková', garant.id)).toBeNull();
    expect(await problem('Olga Kubelková', deputy.id)).toBe('accounts.name.reserved');
  });

  it('of people of the content are for whoever proved their address, in office or not', async () => {
    const { id, email } = await someAccount('Viktor');
    const person = { id: newId(), uid: 'viktor', name: 'Viktor Podzimek', img: null, email };
    await at.database.write((manager) => manager.insert(Person, person));
    expect(await problem('Viktor Podzimek')).toBe('accounts.name.reserved');
    expect(await problem('Viktor Podzimek', id)).toBeNull();
  });

  it('with an office in them are for those who hold one', async () => {
    const staff = await officer('Jarmila Vlková', 'staff');
    const citizen = await someAccount('Jarmil');
    expect(await problem('Jarmil, správce', citizen.id)).toBe('accounts.name.office');
    expect(await problem('Jarmila Vlková, tým programu', staff.id)).toBeNull();
  });

  it('may be shared by citizens, and be one word of an officer’s', async () => {
    await someAccount('Jan Dvořák');
    await officer('Jan Kubíček', 'staff');
    expect(await problem('Jan Dvořák')).toBeNull();
    expect(await problem('Jan')).toBeNull();
    expect(await problem('Kubíček')).toBeNull();
  });

  it('that look like an officer’s are found when that office begins', async () => {
    const [same, turned, other] = [
      await someAccount('Zdeněk Mrkvička'),
      await someAccount('mrkvicka zdenek'),
      await someAccount('Zdeněk'),
    ];
    const now = await officer('Zdeněk Mrkvička', 'staff');
    const alike = (await names().lookAlikes(at.database.read, now)).map(({ id }) => id);
    expect(alike).toEqual([same?.id, turned?.id]);
    expect(alike).not.toContain(other?.id);
    expect(await problem('Zdeněk Mrkvička', same?.id ?? '')).toBe('accounts.name.reserved');
  });

  it('before a change are kept in order, for staff', async () => {
    const { id } = await someAccount('První jméno');
    const who = await signedIn(at.application, id);
    await at.application.get(AccountSettings).rename(who, 'Druhé jméno');
    await at.application.get(AccountSettings).rename(who, 'Třetí jméno');
    await at.application.get(AccountSettings).rename(who, 'Třetí jméno');
    const former = await at.database.read.find(FormerName, {
      where: { accountId: id },
      order: { number: 'ASC' },
    });
    expect(former.map(({ number, publicName }) => [number, publicName])).toEqual([
      [1, 'První jméno'],
      [2, 'Druhé jméno'],
    ]);
  });

  it('that are accepted never look like an officer’s', async () => {
    const officers = ['Jiří Jaroš', 'Марта', 'Anna-Marie Rná', 'W. Vávra'];
    for (const name of officers) await officer(name, 'staff');
    const looks = new Set(officers.map(skeleton));
    const swaps: Record<string, string[]> = {
      a: ['а', 'á', 'A', 'α'],
      o: ['0', 'ο', 'о', 'ö'],
      i: ['1', 'l', 'і', 'Í'],
      j: ['ј', 'J'],
      r: ['г', 'Ř'],
      ' ': ['  ', '-', '. ', '\u00a0', ''],
    };
    const disguised = fc
      .constantFrom(...officers)
      .chain((name) =>
        fc
          .tuple(
            ...[...name].map((letter) => fc.constantFrom(letter, ...(swaps[letter.toLowerCase()] ?? []))),
          )
          .map((letters) => letters.join('')),
      );
    const anyName = fc.oneof(disguised, fc.string({ unit: 'grapheme', minLength: 2, maxLength: 30 }));
    await fc.assert(
      fc.asyncProperty(anyName, async (typed) => {
        const checked = checkPublicName(typed);
        if (!checked.ok) return;
        const refused = await names()
          .assertFree(at.database.read, checked.value, null)
          .then(() => false)
          .catch((error: unknown) => error instanceof NameRefused);
        expect(refused || !looks.has(skeleton(checked.value))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
