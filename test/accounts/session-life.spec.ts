import { expect, it } from 'vitest';
import { Session } from '../../src/accounts/session.entity.js';
import type { Person } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { officeWorld } from './office-world.js';

const day = 24 * 3600;
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

eachDatabase('A session', (database) => {
  const { here, officer, give, cookieFor } = officeWorld(database);

  /** Whether a session lets somebody in that began and was used so many seconds ago. */
  const opens = async (person: Person, { began, used }: { began: number; used: number }) => {
    await here.write((manager) =>
      manager.update(
        Session,
        { accountId: person.id },
        { createdAt: ago(began), lastUsedAt: ago(used), expiresAt: ago(began - 30 * day) },
      ),
    );
    return (await here.get('/muj-ucet/nastaveni', person)).status === 200;
  };

  const people: [string, { idle: number; longest: number }, () => Promise<Person>][] = [
    ['a citizen', { idle: 14 * day, longest: 30 * day }, () => here.person('Občanka Klidná')],
    [
      'a garant',
      { idle: 3 * day, longest: 14 * day },
      () => officer('Jana Lesná', 'garant', { personUid: 'jana' }),
    ],
    [
      'a deputy',
      { idle: 3 * day, longest: 14 * day },
      () => officer('Petr Polní', 'deputy', { personUid: 'jana' }),
    ],
    ['staff', { idle: day, longest: 7 * day }, () => officer('Ivo Horský', 'staff')],
    ['an admin', { idle: day, longest: 7 * day }, () => officer('Eva Luční', 'admin')],
  ];

  it.each(people)(
    'of %s ends when it is not used, and at the latest however much it is',
    async (_, is, come) => {
      const person = await come();
      const minute = 60;
      expect(await opens(person, { began: is.idle, used: is.idle - minute })).toBe(true);
      expect(await opens(person, { began: is.idle, used: is.idle + minute })).toBe(false);
      expect(await opens(person, { began: is.longest - minute, used: minute })).toBe(true);
      expect(await opens(person, { began: is.longest + minute, used: minute })).toBe(false);
    },
  );

  it('that is over by the limits of its owner is no longer listed among their devices', async () => {
    const person = await officer('Zuzana Říční', 'staff');
    await opens(person, { began: 2 * day, used: 2 * day });
    const back = await cookieFor(person);
    const page = await here.get('/muj-ucet/zabezpeceni', back);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('/muj-ucet/zabezpeceni/zarizeni/');
  });

  it('of somebody who gets an office is over, and a later one has the limits of the office', async () => {
    const person = await here.person('Budoucí Správce');
    expect(await opens(person, { began: 2 * day, used: 2 * day })).toBe(true);
    await give(person, 'staff');
    expect((await here.get('/muj-ucet/nastaveni', person)).status).toBe(303);
    const back = await cookieFor(person);
    expect(await opens(back, { began: 2 * day, used: 2 * day })).toBe(false);
  });
});
