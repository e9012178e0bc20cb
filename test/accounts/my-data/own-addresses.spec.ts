import { expect, test } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { EmailChange } from '../../../src/accounts/email-change.entity.js';
import { AccountPersonal } from '../../../src/accounts/my-data/account.personal.js';
import { PendingContribution } from '../../../src/accounts/pending-contribution.entity.js';
import { Invitation } from '../../../src/accounts/people/invitation.entity.js';
import { after, day } from '../../../src/accounts/periods.js';
import { newId } from '../../../src/database/id.js';
import { OutboxMail } from '../../../src/mail/outbox-mail.entity.js';
import type { Person } from '../../feedback/world.js';
import { deskWorld } from '../../moderation/desk-world.js';
import { eachDatabase } from '../../support/databases.js';
import { leave } from './leaver.js';

const lists = ['mails', 'pendingContributions', 'invitations'] as const;

eachDatabase('what lies under an address', (database) => {
  const here = deskWorld(database);

  const address = () => `${newId()}@example.org`;

  /** Something of each kind, made some days ago. */
  const put = (email: string, daysAgo: number, mark: string) =>
    here.write(async (manager) => {
      const [createdAt, expiresAt] = [after(-daysAgo * day), after(day)];
      await manager.insert(OutboxMail, {
        id: newId(),
        recipient: email,
        subject: mark,
        body: mark,
        locale: 'cs',
        kind: 'moderation.answered',
        createdAt,
        notBefore: createdAt,
        sentAt: createdAt,
      });
      await manager.insert(PendingContribution, {
        id: newId(),
        email,
        publicName: mark,
        kind: 'comment',
        payload: '{}',
        dedupeKey: newId(),
        consentVersion: '1',
        locale: 'cs',
        createdAt,
        expiresAt,
      });
      const personUid = mark;
      await manager.insert(Invitation, {
        id: newId(),
        email,
        role: 'garant',
        personUid,
        createdAt,
        expiresAt,
      });
    });
  const moved = async (person: Person, to: string, days: { asked: number; takenBack?: number }) => {
    const askedAt = after(-days.asked * day);
    const revertedAt = days.takenBack === undefined ? null : after(-days.takenBack * day);
    await here.write(async (manager) => {
      await manager.insert(EmailChange, {
        id: newId(),
        accountId: person.id,
        oldEmail: person.email,
        newEmail: to,
        confirmHash: newId(),
        revertHash: newId(),
        requestedAt: askedAt,
        expiresAt: askedAt,
        confirmedAt: askedAt,
        revertibleUntil: after(7 * day, askedAt),
        revertedAt,
      });
      if (!revertedAt) await manager.update(Account, { id: person.id }, { email: to });
    });
  };
  const told = async ({ id }: Person) => {
    const parts = await here.app.application.get(AccountPersonal).export(here.app.database.read, id);
    const texts = lists.map((list) => JSON.stringify(parts[list]));
    return (mark: string) => texts.map((text) => text.includes(mark));
  };
  const stored = async (mark: string) => {
    const { read } = here.app.database;
    return [
      await read.existsBy(OutboxMail, { subject: mark }),
      await read.existsBy(PendingContribution, { publicName: mark }),
      await read.existsBy(Invitation, { personUid: mark }),
    ];
  };
  const [all, none] = [
    [true, true, true],
    [false, false, false],
  ];

  test('is told and erased also where it is the address of before', async () => {
    const person = await here.person('Přestěhovaná');
    await put(person.email, 5, 'puvodni');
    await put(person.email, 1, 'pozdni');
    await moved(person, address(), { asked: 3 });
    const has = await told(person);
    expect([has('puvodni'), has('pozdni')]).toEqual([all, all]);
    await leave(here, person, 'keep');
    expect([await stored('puvodni'), await stored('pozdni')]).toEqual([none, none]);
  });

  test('belongs to whoever had the address at the time', async () => {
    const first = await here.person('První nájemnice');
    const second = await here.person('Druhá nájemnice');
    const shared = first.email;
    await put(shared, 20, 'prvni-doba');
    await moved(first, address(), { asked: 15 });
    await here.write((manager) => manager.update(Account, { id: second.id }, { email: shared }));
    await put(shared, 5, 'druha-doba');
    const [hasFirst, hasSecond] = [await told(first), await told(second)];
    expect([hasFirst('prvni-doba'), hasFirst('druha-doba')]).toEqual([all, none]);
    expect([hasSecond('prvni-doba'), hasSecond('druha-doba')]).toEqual([none, all]);
    await leave(here, first, 'remove');
    expect([await stored('prvni-doba'), await stored('druha-doba')]).toEqual([none, all]);
  });

  test('belongs to the last one who had it where that one has left it as well', async () => {
    const first = await here.person('Předminulá');
    const second = await here.person('Minulá');
    const shared = first.email;
    await put(shared, 20, 'predminula-doba');
    await moved(first, address(), { asked: 15 });
    await here.write((manager) => manager.update(Account, { id: second.id }, { email: shared }));
    await put(shared, 5, 'dalsi-doba');
    await moved({ ...second, email: shared }, address(), { asked: 3 });
    await put(shared, 1, 'po-nich');
    const [hasFirst, hasSecond] = [await told(first), await told(second)];
    const marks = ['predminula-doba', 'dalsi-doba', 'po-nich'];
    expect(marks.map(hasFirst)).toEqual([all, none, none]);
    expect(marks.map(hasSecond)).toEqual([none, all, all]);
    await leave(here, first, 'remove');
    expect(await Promise.all(marks.map(stored))).toEqual([none, all, all]);
  });

  test('is nothing where somebody has no address any more', async () => {
    const [gone, other] = [await here.person('Smazaná'), await here.person('Jiná')];
    await put(other.email, 1, 'ciziho');
    await leave(here, gone, 'keep');
    expect((await told(gone))('ciziho')).toEqual(none);
  });

  test('holds no invitation that somebody else has answered', async () => {
    const [before, person] = [await here.person('Dřívější'), await here.person('Nynější')];
    for (const [mark, answer] of [
      ['prijata', { acceptedAt: after(-40 * day), acceptedById: before.id }],
      ['odmitnuta', { withdrawnAt: after(-40 * day), acceptedById: before.id }],
    ] as const) {
      await put(person.email, 41, mark);
      await here.write((manager) => manager.update(Invitation, { personUid: mark }, answer));
    }
    const has = await told(person);
    for (const mark of ['prijata', 'odmitnuta']) expect(has(mark)).toEqual([true, true, false]);
    await leave(here, person, 'keep');
    for (const mark of ['prijata', 'odmitnuta']) expect(await stored(mark)).toEqual([false, false, true]);
  });

  test('of somebody who had taken the account over is theirs but for that time', async () => {
    const person = await here.person('Vrácená');
    const strange = address();
    await put(strange, 9, 'pred-tim');
    await put(strange, 5, 'mezitim');
    await put(strange, 1, 'potom');
    await moved(person, strange, { asked: 7, takenBack: 3 });
    const has = await told(person);
    expect(['pred-tim', 'mezitim', 'potom'].map(has)).toEqual([none, all, none]);
    await leave(here, person, 'remove');
    expect(await Promise.all(['pred-tim', 'mezitim', 'potom'].map(stored))).toEqual([all, none, all]);
  });
});
