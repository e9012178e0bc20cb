import { Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { Database } from '../../database/database.js';
import { Config } from '../../ops/config.js';
import { type Locale, translate } from '../../web/i18n/messages.js';
import { found } from '../../web/refusal.js';
import { Account } from '../account.entity.js';
import { limits } from '../limits.js';
import { Limits } from '../limits.service.js';
import { Challenges, lasting } from './challenges.service.js';
import type { Passkey } from './passkey.entity.js';
import { readTransports } from './passkey-answer.js';
import { algorithms } from './passkey-check.js';
import { Passkeys } from './passkeys.service.js';
import { relyingParty } from './relying-party.js';

/** Who asks, from where. */
export interface Asking {
  browserHash: string;
  /** As `networkOf` gives it. */
  network: string;
}

const timeout = lasting * 1000;

/** What a browser has to know to use a passkey or to make one; each answer poses a challenge. */
@Injectable()
export class PasskeyOptions {
  constructor(
    private readonly database: Database,
    private readonly challenges: Challenges,
    private readonly passkeys: Passkeys,
    private readonly limits: Limits,
    private readonly config: Config,
  ) {}

  /**
   * For using one: whichever the browser has for this site, or one of the account that is signed in.
   * @throws Refusal 429.
   */
  forUse(
    { browserHash, network }: Asking,
    accountId: string | null,
  ): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.database.write(async (manager) => {
      await this.limits.spend(manager, 'passkey-network', network, limits.passkeysPerNetwork);
      await this.limits.spend(manager, 'passkey-altogether', '', limits.passkeysAltogether);
      const own = accountId ? await this.passkeys.ofAccount(manager, accountId) : [];
      return generateAuthenticationOptions({
        rpID: relyingParty(this.config).id,
        challenge: bytesOf(await this.challenges.pose(manager, 'passkey', browserHash, accountId)),
        allowCredentials: own.map(descriptor),
        userVerification: 'required',
        timeout,
      });
    });
  }

  /** For making one. @throws PasskeyTrouble `full`, Refusal 429. */
  forNew(
    { browserHash, network }: Asking,
    accountId: string,
    locale: Locale,
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.database.write(async (manager) => {
      await this.limits.spend(manager, 'passkey-network', network, limits.passkeysPerNetwork);
      await this.passkeys.assertRoom(manager, accountId);
      const account = found(await manager.findOneBy(Account, { id: accountId }));
      const own = await this.passkeys.ofAccount(manager, accountId);
      return generateRegistrationOptions({
        rpID: relyingParty(this.config).id,
        rpName: translate(locale, 'pages.site'),
        userID: new Uint8Array(Buffer.from(accountId)),
        userName: account.email ?? account.publicName,
        userDisplayName: account.publicName,
        challenge: bytesOf(await this.challenges.pose(manager, 'passkey-add', browserHash, accountId)),
        excludeCredentials: own.map(descriptor),
        // Discoverable, so that nobody has to type an address.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: algorithms,
        timeout,
      });
    });
  }
}

function descriptor({ credentialId, transports }: Passkey) {
  return { id: credentialId, transports: readTransports(transports.split(',')) };
}

function bytesOf(challenge: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(challenge, 'base64url'));
}
