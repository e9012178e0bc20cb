import { expect, test } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { EmailChanges } from '../../../src/accounts/email-changes.service.js';
import { DataExports } from '../../../src/accounts/my-data/data-exports.service.js';
import { Erasures } from '../../../src/accounts/my-data/erasures.service.js';
import { AccountSettings } from '../../../src/accounts/settings.service.js';
import { now } from '../../../src/database/time.js';
import { Readings } from '../../../src/programme/readings.service.js';
import { deskWorld } from '../../moderation/desk-world.js';
import { eachDatabase } from '../../support/databases.js';
import { everythingStored } from './leaver.js';

// Their requests came while their session was still there; each finds out inside its own write.
eachDatabase('an account that was closed while its owner sent something', (database) => {
  const here = deskWorld(database);

  for (const how of ['erasedAt', 'bannedAt'] as const)
    test(`keeps nothing of it (${how})`, async () => {
      const person = await here.person(`Opozdilec ${how}`);
      const viewer = await here.viewer(person);
      const { id: pointId } = await here.point();
      const part = here.app.application.get.bind(here.app.application);
      await here.write((manager) => manager.update(Account, { id: person.id }, { [how]: now() }));
      const before = await everythingStored(here);

      const late: Record<string, () => Promise<unknown>> = {
        name: () => part(AccountSettings).rename(person.id, 'Jiné jméno'),
        language: () => part(AccountSettings).setLocale(person.id, 'en'),
        consent: () => part(AccountSettings).consent(person.id, ['opinions', 'terms']),
        withdrawal: () => part(AccountSettings).withdrawConsent(person.id),
        address: () => part(EmailChanges).request(viewer, 'jinam@example.org'),
        export: () => part(DataExports).request(person.id),
        erasure: () => part(Erasures).request(person.id, 'remove'),
        return: () => part(Erasures).cancel(person.id),
        reading: () =>
          here.write((manager) =>
            part(Readings).mark(manager, { accountId: person.id, pointId, versionNumber: 1, at: now() }),
          ),
      };
      for (const [what, send] of Object.entries(late)) {
        const outcome = await send().then(
          () => 'done',
          (error: unknown) => (error instanceof Object && 'status' in error ? error.status : error),
        );
        expect([what, outcome]).toEqual([what, 403]);
      }
      expect(await everythingStored(here)).toBe(before);
    });
});
