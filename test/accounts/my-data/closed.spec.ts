import { expect, test } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Confirmations } from '../../../src/accounts/confirmation.service.js';
import { EmailChanges } from '../../../src/accounts/email-changes.service.js';
import { Identification } from '../../../src/accounts/identification.service.js';
import { DataExports } from '../../../src/accounts/my-data/data-exports.service.js';
import { Erasures } from '../../../src/accounts/my-data/erasures.service.js';
import { Passkeys } from '../../../src/accounts/passkeys/passkeys.service.js';
import { Offers } from '../../../src/accounts/people/own-offers.service.js';
import { ProviderSignIns } from '../../../src/accounts/providers/provider-sign-ins.service.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { AccountSettings } from '../../../src/accounts/settings.service.js';
import { newId } from '../../../src/database/id.js';
import { now } from '../../../src/database/time.js';
import { Readings } from '../../../src/programme/readings.service.js';
import type { Viewer } from '../../../src/web/viewer.js';
import type { Person } from '../../feedback/world.js';
import { deskWorld } from '../../moderation/desk-world.js';
import { eachDatabase } from '../../support/databases.js';
import { signedIn } from '../../support/signed-in.js';
import { everythingStored } from './leaver.js';

const someKey = { credentialId: 'klic', publicKey: 'verejny', counter: 0, transports: '[]', backedUp: true };

// Their requests came while their session was still there; each finds out inside its own write.
eachDatabase('what somebody sent while they', (database) => {
  const here = deskWorld(database);

  const ends: Record<string, (person: Person, viewer: Viewer) => Promise<unknown>> = {
    'were erased': ({ id }) => here.write((manager) => manager.update(Account, { id }, { erasedAt: now() })),
    'were banned': ({ id }) => here.write((manager) => manager.update(Account, { id }, { bannedAt: now() })),
    'signed this browser out from another one': (_, { sessionId: id }) =>
      here.write((manager) => manager.delete(Session, { id })),
  };

  for (const [what, end] of Object.entries(ends))
    test(`${what} leaves nothing`, async () => {
      const person = await here.person(`Opozdilec ${what}`);
      const viewer = await here.viewer(person);
      await signedIn(here.app.application, person.id);
      await end(person, viewer);
      const before = await everythingStored(here);
      for (const [sent, send] of Object.entries(await late(viewer))) {
        const outcome = await send().then(
          () => 'done',
          (error: unknown) => (error instanceof Object && 'status' in error ? error.status : error),
        );
        expect([sent, outcome]).toEqual([sent, 403]);
      }
      expect(await everythingStored(here)).toBe(before);
    });

  async function late(viewer: Viewer): Promise<Record<string, () => Promise<unknown>>> {
    const part = here.app.application.get.bind(here.app.application);
    const { id: pointId } = await here.point();
    const { sectionId, revisionId } = await here.section(1);
    const vote = JSON.stringify({ sectionId, revisionId, stance: 'agree' });
    return {
      name: () => part(AccountSettings).rename(viewer, 'Jiné jméno'),
      language: () => part(AccountSettings).setLocale(viewer, 'en'),
      consent: () => part(AccountSettings).consent(viewer, ['opinions', 'terms']),
      withdrawal: () => part(AccountSettings).withdrawConsent(viewer),
      address: () => part(EmailChanges).request(viewer, 'jinam@example.org'),
      export: () => part(DataExports).request(viewer),
      erasure: () => part(Erasures).request(viewer, 'remove'),
      return: () => part(Erasures).cancel(viewer),
      provider: () => part(ProviderSignIns).remove(viewer, newId()),
      'name of a passkey': () => part(Passkeys).rename(viewer, newId(), 'Jiný'),
      'end of a passkey': () => part(Passkeys).remove(viewer, newId()),
      'new passkey': () => here.write((manager) => part(Passkeys).add(manager, viewer, 'Nový', someKey)),
      office: () => part(Offers).claim(viewer, 'jana'),
      'what waited': () => part(Confirmations).publishOwn(viewer, [], 'cs'),
      contribution: () =>
        part(Identification).publish(
          { viewer, address: '127.0.0.1' },
          { kind: 'vote', payload: vote, flash: 'feedback.vote.counted' },
        ),
      reading: () =>
        here.write((manager) =>
          part(Readings).mark(manager, { viewer, pointId, versionNumber: 1, at: now() }),
        ),
    };
  }
});
