import { afterEach, expect, it } from 'vitest';
import { EmailChange } from '../../src/accounts/email-change.entity.js';
import { Housekeeping } from '../../src/accounts/housekeeping.service.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { eachDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import { fillIn, signIn, someEmail } from './people.js';

const day = 86_400;

afterEach(() => setClock());

eachDatabase('What ran out', (database) => {
  const at = accountsApplication(database);

  it('is forgotten a month later: mail that left or will not leave, changes of addresses', async () => {
    const [email, browser] = [someEmail(), at.browser()];
    await signIn(at, browser, email, 'Dávná');
    const form = '/muj-ucet/zabezpeceni/adresa';
    await fillIn(browser, form, form, { email: someEmail() });
    const sentAt = new Date().toISOString();
    await at.database.write(async (manager) => {
      await manager.update(OutboxMail, { kind: 'accounts.sign-in' }, { sentAt });
      await manager.update(OutboxMail, { kind: 'accounts.email-change-confirm' }, { cancelledAt: sentAt });
    });
    const count = async () => [
      await at.database.read.countBy(OutboxMail, { kind: 'accounts.sign-in' }),
      await at.database.read.countBy(OutboxMail, { kind: 'accounts.email-change-confirm' }),
      await at.database.read.countBy(OutboxMail, { kind: 'accounts.email-change-asked' }),
      await at.database.read.count(EmailChange),
    ];
    const tidyAfter = async (days: number) => {
      setClock(() => new Date(Date.now() + days * day * 1000));
      await at.application.get(Housekeeping).tidy();
    };
    await tidyAfter(29);
    expect(await count()).toEqual([1, 1, 1, 1]);
    await tidyAfter(31);
    // The mail to the old address still waits to leave.
    expect(await count()).toEqual([0, 0, 1, 0]);
  });
});
