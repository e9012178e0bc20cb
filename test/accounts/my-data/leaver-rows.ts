import { Consent } from '../../../src/accounts/consent.entity.js';
import { EmailChange } from '../../../src/accounts/email-change.entity.js';
import { EmailLink } from '../../../src/accounts/email-link.entity.js';
import { Erasure } from '../../../src/accounts/my-data/erasure.entity.js';
import { Passkey } from '../../../src/accounts/passkeys/passkey.entity.js';
import { PendingContribution } from '../../../src/accounts/pending-contribution.entity.js';
import { DeclinedPerson } from '../../../src/accounts/people/declined-person.entity.js';
import { Invitation } from '../../../src/accounts/people/invitation.entity.js';
import { after, day } from '../../../src/accounts/periods.js';
import { RoleGrant } from '../../../src/accounts/role-grant.entity.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { newId } from '../../../src/database/id.js';
import { now } from '../../../src/database/time.js';
import { OutboxMail } from '../../../src/mail/outbox-mail.entity.js';
import { ContentImport } from '../../../src/programme/content-import.entity.js';
import { PointVersion } from '../../../src/programme/point-version.entity.js';
import { Suggestion } from '../../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../../src/suggestions/suggestion-event.entity.js';
import type { Person } from '../../feedback/world.js';
import type { DeskWorld } from '../../moderation/desk-world.js';
import { rare, words } from './leaver.js';

/** What lies under the address they had before, offices, and what has ended already: every column has a value once. */
export async function knownElsewhere(here: DeskWorld, person: Person): Promise<void> {
  const { id: accountId, email } = person;
  const [at, later] = [now(), after(day)];
  const { id: pointId } = await here.point();
  await here.write(async (manager) => {
    await manager.update(Session, { accountId }, { provider: 'obec' });
    await manager.update(Passkey, { accountId }, { lastUsedAt: at });
    await manager.insert(DeclinedPerson, { accountId, personUid: 'jana', declinedAt: at });
    await manager.insert(EmailChange, {
      id: newId(),
      accountId,
      oldEmail: email,
      newEmail: 'zlodej@nikde.example',
      confirmHash: newId(),
      requestedAt: after(-3 * day),
      expiresAt: at,
      confirmedAt: after(-3 * day),
      revertedAt: after(-2 * day),
    });
    await manager.insert(EmailLink, {
      id: newId(),
      tokenHash: newId(),
      email: rare.formerEmail,
      next: '/muj-ucet',
      userAgent: rare.device,
      createdAt: at,
      expiresAt: later,
      usedAt: at,
    });
    await manager.insert(PendingContribution, {
      id: newId(),
      email: rare.formerEmail,
      publicName: rare.formerName,
      kind: 'comment',
      payload: JSON.stringify({ body: rare.formerPending }),
      dedupeKey: newId(),
      consentVersion: '1',
      termsVersion: '1',
      locale: 'cs',
      createdAt: at,
      expiresAt: later,
    });
    const mail = { locale: 'cs', createdAt: at, notBefore: at, subject: rare.mail, body: rare.mail };
    await manager.insert(OutboxMail, [
      { ...mail, id: newId(), recipient: email, kind: 'moderation.answered', sentAt: at },
      { ...mail, id: newId(), recipient: rare.formerEmail, kind: 'moderation.answered', cancelledAt: at },
    ]);
    const offered = {
      createdAt: at,
      expiresAt: later,
      role: 'deputy' as const,
      validFrom: at,
      validUntil: later,
    };
    await manager.insert(Invitation, [
      { ...offered, id: newId(), email: rare.formerEmail, pointId, acceptedAt: at, acceptedById: accountId },
      { ...offered, id: newId(), email: rare.formerEmail, personUid: 'kvapik', withdrawnAt: at },
    ]);
    const held = { accountId, role: 'deputy' as const, validFrom: at, validUntil: later, grantedAt: at };
    await manager.insert(RoleGrant, [
      { ...held, id: newId(), personUid: 'kvapik', source: 'provider' as const, provider: 'obec' },
      { ...held, id: newId(), pointId, revokedAt: at },
    ]);
    await manager.insert(Consent, {
      id: newId(),
      accountId,
      kind: 'opinions',
      version: '0',
      givenAt: at,
      withdrawnAt: at,
    });
    await manager.insert(Erasure, {
      id: newId(),
      accountId,
      choice: 'keep',
      requestedAt: at,
      dueAt: later,
      cancelledAt: at,
    });
    await manager.insert(ContentImport, {
      id: newId(),
      number: 900,
      state: 'done',
      origin: 'folder',
      originName: 'obsah',
      scope: 'partial',
      actorId: accountId,
      createdAt: at,
      beatAt: at,
      done: 0,
      total: 0,
      corrections: '[]',
    });
    await manager.update(PointVersion, { pointId, number: 1 }, { actorId: accountId, note: 'Poprvé.' });
  });
}

/** What can be said about one's suggestions beside them. */
export async function saidMore(
  here: DeskWorld,
  { id: accountId }: Person,
  { adapted }: { adapted: number },
): Promise<void> {
  await here.write(async (manager) => {
    await manager.update(Suggestion, { number: adapted }, { stance: 'distances' });
    await manager.update(SuggestionEvent, { actorId: accountId, kind: 'edited' }, { statement: words.step });
  });
}
