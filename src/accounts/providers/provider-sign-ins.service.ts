import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database.js';
import { type Instant, now } from '../../database/time.js';
import type { Locale } from '../../web/i18n/messages.js';
import { found, Refusal } from '../../web/refusal.js';
import type { Viewer } from '../../web/viewer.js';
import { Account } from '../account.entity.js';
import { Accounts } from '../accounts.service.js';
import { heldChange } from '../held-addresses.js';
import { Names } from '../names.service.js';
import { after, day } from '../periods.js';
import { Sessions } from '../sessions.service.js';
import { SignIns } from '../sign-ins.service.js';
import { assertSignedIn } from '../signed-in.js';
import type { ProvedPerson } from './claims.js';
import { Identities } from './identities.service.js';
import type { Identity } from './identity.entity.js';
import { type Journey, Journeys, type Newcomer } from './journeys.service.js';
import { ProviderRoles } from './provider-roles.service.js';
import { ProviderTrouble } from './provider-trouble.js';

/** The browser somebody comes back to. */
export interface Arrival {
  browserHash: string;
  userAgent: string;
  viewer: Viewer | null;
}

/** What came of it. */
export type Outcome =
  /** Signed in, or proved anew; the token is for the cookie. */
  | { kind: 'session'; token: string; isLinkedNow: boolean }
  /** Added to the account that is signed in; a token where its rights changed with it. */
  | { kind: 'linked'; token: string | null }
  /** We do not know them yet and have to ask. */
  | { kind: 'newcomer' };

/** Decides whose account it is that somebody at a provider may use. */
@Injectable()
export class ProviderSignIns {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly names: Names,
    private readonly signIns: SignIns,
    private readonly sessions: Sessions,
    private readonly identities: Identities,
    private readonly roles: ProviderRoles,
    private readonly journeys: Journeys,
  ) {}

  /**
   * Somebody came back from a provider that vouches for them.
   * @throws ProviderTrouble when they are somebody else than was asked for, or their address is held; Refusal 403 for
   *   a closed account.
   */
  arrive(journey: Journey, person: ProvedPerson, arrival: Arrival): Promise<Outcome> {
    return this.database.write(async (manager) => {
      const identity = await this.identities.find(manager, person);
      if (journey.purpose === 'link') return this.add(manager, journey, person, identity, arrival);
      if (journey.purpose === 'again' && !isOwn(identity, journey, arrival))
        throw new ProviderTrouble('other', 'another person than the one signed in');
      if (identity) {
        const account = found(await manager.findOneBy(Account, { id: identity.accountId }));
        await this.identities.used(manager, identity);
        return this.begin(manager, account, { ...person, provider: journey.provider }, arrival);
      }
      const newcomer = newcomerOf(journey, person);
      const account = await this.accountByAddress(manager, newcomer);
      if (account) return this.linkAndBegin(manager, account, newcomer, arrival);
      await refuseHeld(manager, newcomer);
      await this.journeys.welcome(manager, arrival.browserHash, newcomer);
      return { kind: 'newcomer' };
    });
  }

  /** Who waits in this browser to be asked for a name or an address; null for nobody. */
  newcomer(browserHash: string | null, provider: string): Promise<Newcomer | null> {
    if (!browserHash) return Promise.resolve(null);
    return this.journeys.newcomer(this.database.read, browserHash, provider);
  }

  /**
   * Makes the account of a newcomer whose address the provider proved; null when nobody waits any more. Where there
   * is an account of that address by now, it is that one.
   * @throws NameRefused, and the newcomer still waits; ProviderTrouble when the address is held; Refusal 403.
   */
  create(
    provider: string,
    { publicName, locale }: { publicName: string; locale: Locale },
    arrival: Arrival,
  ): Promise<Outcome | null> {
    return this.database.write(async (manager) => {
      const newcomer = await this.journeys.newcomer(manager, arrival.browserHash, provider);
      if (!newcomer?.email || !newcomer.isEmailProved) return null;
      const known = await this.accountByAddress(manager, newcomer);
      if (known) return this.linkAndBegin(manager, known, newcomer, arrival);
      await refuseHeld(manager, newcomer);
      await this.names.assertFree(manager, publicName, null);
      const account = await this.accounts.create(manager, { email: newcomer.email, publicName, locale });
      return this.linkAndBegin(manager, account, newcomer, arrival);
    });
  }

  /** Links a newcomer to the account that is signed in; null when nobody waits any more. */
  adopt(provider: string, viewer: Viewer, browserHash: string): Promise<Outcome | null> {
    return this.database.write(async (manager) => {
      const newcomer = await this.journeys.newcomer(manager, browserHash, provider);
      if (!newcomer) return null;
      await this.journeys.forgetNewcomer(manager, browserHash);
      return this.link(manager, viewer, { ...newcomer, provider });
    });
  }

  /**
   * Takes a provider away from an account, with the roles it told of.
   * @returns a token where the rights of the session changed with it.
   * @throws Refusal 404 for a link that is not theirs.
   */
  remove(viewer: Viewer, identityId: string): Promise<string | null> {
    const { accountId, sessionId } = viewer;
    return this.database.write(async (manager) => {
      await assertSignedIn(manager, viewer);
      const { provider } = found(await this.identities.unlink(manager, accountId, identityId));
      return this.followHere(manager, { accountId, sessionId, provider }, []);
    });
  }

  /** The account of an address that is proved, and whose owner is nobody else at that provider yet. */
  private async accountByAddress(
    manager: EntityManager,
    { email, isEmailProved, issuer }: Newcomer,
  ): Promise<Account | null> {
    if (!email || !isEmailProved) return null;
    const account = await this.accounts.byEmail(manager, email);
    if (!account || !(await this.identities.isAt(manager, account.id, issuer))) return account;
    throw new ProviderTrouble('taken', 'the account of that address is another person at the provider');
  }

  private async linkAndBegin(
    manager: EntityManager,
    account: Account,
    newcomer: Newcomer,
    arrival: Arrival,
  ): Promise<Outcome> {
    // Before anything is linked or mailed: a closed account is refused by the last step, too late to say it kindly.
    if (account.bannedAt || account.erasedAt) throw new Refusal(403, 'accounts.refusal.closed');
    await this.journeys.forgetNewcomer(manager, arrival.browserHash);
    await this.identities.link(manager, account.id, newcomer.provider, newcomer);
    return { ...(await this.begin(manager, account, newcomer, arrival)), isLinkedNow: true };
  }

  private async begin(
    manager: EntityManager,
    account: Account,
    person: Pick<ProvedPerson, 'roles'> & { provider: string; provedAt?: Instant; authTime?: number | null },
    { userAgent, viewer }: Arrival,
  ): Promise<{ kind: 'session'; token: string; isLinkedNow: boolean }> {
    const { provider, roles, authTime = null, provedAt = provedAtOf(authTime) } = person;
    await this.roles.follow(manager, { accountId: account.id, provider }, roles);
    const token = await this.signIns.complete(manager, account, {
      viewer,
      userAgent,
      provider,
      provedAt,
      method: 'provider',
    });
    return { kind: 'session', token, isLinkedNow: false };
  }

  private async add(
    manager: EntityManager,
    { accountId, provider }: Journey,
    person: ProvedPerson,
    identity: Identity | null,
    { viewer }: Arrival,
  ): Promise<Outcome> {
    if (!viewer || viewer.accountId !== accountId)
      throw new ProviderTrouble('gone', 'nobody, or somebody else, is signed in by now');
    if (identity?.accountId === accountId) return { kind: 'linked', token: null };
    return this.link(manager, viewer, { ...person, provider });
  }

  private async link(
    manager: EntityManager,
    viewer: Viewer,
    person: Pick<ProvedPerson, 'issuer' | 'subject' | 'roles'> & { provider: string },
  ): Promise<Outcome> {
    const { accountId, sessionId } = viewer;
    await assertSignedIn(manager, viewer);
    if (await this.identities.find(manager, person))
      throw new ProviderTrouble('taken', 'linked to another account');
    await this.identities.link(manager, accountId, person.provider, person);
    const { provider } = person;
    return {
      kind: 'linked',
      token: await this.followHere(manager, { accountId, sessionId, provider }, person.roles),
    };
  }

  /** Changes the roles of somebody who is signed in, whose session goes on under another token. */
  private async followHere(
    manager: EntityManager,
    { accountId, sessionId, provider }: { accountId: string; sessionId: string; provider: string },
    roles: ProvedPerson['roles'],
  ): Promise<string | null> {
    const whose = { accountId, provider, keepSessionId: sessionId };
    const hasChanged = await this.roles.follow(manager, whose, roles);
    return hasChanged ? this.sessions.rotate(manager, sessionId) : null;
  }
}

/** No account is made with an address that another one has left and can still take back. */
async function refuseHeld(manager: EntityManager, { email, isEmailProved }: Newcomer): Promise<void> {
  if (email && isEmailProved && (await heldChange(manager, email)))
    throw new ProviderTrouble('held', 'the address is held for the account that left it');
}

function isOwn(identity: Identity | null, { accountId }: Journey, { viewer }: Arrival): boolean {
  return identity !== null && identity.accountId === accountId && viewer?.accountId === accountId;
}

function newcomerOf({ provider, next }: Journey, person: ProvedPerson): Newcomer {
  const { issuer, subject, email, isEmailProved, name, roles, authTime } = person;
  const provedAt = provedAtOf(authTime);
  return { provider, issuer, subject, email, isEmailProved, name, roles, next, provedAt };
}

/**
 * When a proof stands from: a day ago where the provider knew them from before or does not say when, which is too long
 * for what needs a fresh one, and no shorter a session for that.
 */
function provedAtOf(authTime: number | null): Instant {
  const earliest = after(-day);
  if (authTime === null) return earliest;
  const at = new Date(Math.max(0, authTime) * 1000).toISOString();
  return [earliest, at, now()].sort()[1] ?? earliest;
}
