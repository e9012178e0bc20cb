import { Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { Database } from '../../database/database.js';
import { Config } from '../../ops/config.js';
import { LOG } from '../../ops/ops.module.js';
import { found } from '../../web/refusal.js';
import type { Viewer } from '../../web/viewer.js';
import { Account } from '../account.entity.js';
import { SignIns } from '../sign-ins.service.js';
import type { SignedIn } from '../signed-in.js';
import { Challenges, type Use } from './challenges.service.js';
import type { Passkey } from './passkey.entity.js';
import { readNewAnswer, readUseAnswer, type UseAnswer } from './passkey-answer.js';
import { checkNew, checkUse } from './passkey-check.js';
import { PasskeyTrouble } from './passkey-trouble.js';
import { Passkeys } from './passkeys.service.js';
import { relyingParty } from './relying-party.js';

/** The browser that answers. */
export interface Answering {
  /** Null for one that was asked nothing. */
  browserHash: string | null;
  userAgent: string;
  viewer: Viewer | null;
}

/** Signing in with a passkey, proving oneself anew, and adding one. A challenge is used up by any answer to it. */
@Injectable()
export class PasskeySignIns {
  constructor(
    private readonly database: Database,
    private readonly challenges: Challenges,
    private readonly passkeys: Passkeys,
    private readonly signIns: SignIns,
    private readonly config: Config,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /**
   * Begins a session and gives the token for the cookie.
   * @param ownId account whose passkey it must be: somebody who is signed in proves anew who they are.
   * @throws PasskeyTrouble; Refusal 403 for a closed account.
   */
  async signIn(text: string, ownId: string | null, answering: Answering): Promise<string> {
    const answer = readUseAnswer(text);
    if (!answer) throw new PasskeyTrouble('invalid');
    const challenge = await this.take('passkey', answer.clientDataJSON, ownId, answering);
    const passkey = await this.passkeys.byCredential(this.database.read, answer.id);
    if (!passkey || !isFor(answer, passkey, ownId)) throw new PasskeyTrouble('unknown');
    const seen = await checkUse(answer, passkey, challenge, relyingParty(this.config));
    try {
      return await this.begin(passkey.id, seen, answering);
    } catch (error) {
      if (error instanceof PasskeyTrouble && error.trouble === 'copied') await this.noteCopy(passkey.id);
      throw error;
    }
  }

  /** Adds a passkey to the account that is signed in. @throws PasskeyTrouble; Refusal 403. */
  async add(text: string, who: SignedIn, name: string, answering: Answering): Promise<void> {
    const answer = readNewAnswer(text);
    if (!answer) throw new PasskeyTrouble('invalid');
    const challenge = await this.take('passkey-add', answer.clientDataJSON, who.accountId, answering);
    const key = await checkNew(answer, challenge, relyingParty(this.config));
    await this.database.write((manager) => this.passkeys.add(manager, who, name, key));
  }

  /** In a write of its own, before anything is checked: an answer that is sent twice finds nothing. */
  private async take(
    use: Use,
    clientDataJSON: string,
    accountId: string | null,
    { browserHash }: Answering,
  ): Promise<string> {
    const challenge =
      browserHash &&
      (await this.database.write((manager) =>
        this.challenges.take(manager, use, browserHash, accountId, clientDataJSON),
      ));
    if (!challenge) throw new PasskeyTrouble('gone');
    return challenge;
  }

  /** In a write of its own: the one that was to begin the session came to nothing. */
  private async noteCopy(passkeyId: string): Promise<void> {
    this.log.warn({ passkeyId }, 'the counter of a passkey went back: refused');
    await this.database.write((manager) => this.passkeys.noteCopy(manager, passkeyId));
  }

  private begin(
    passkeyId: string,
    seen: Pick<Passkey, 'counter' | 'backedUp'>,
    { userAgent, viewer }: Answering,
  ): Promise<string> {
    return this.database.write(async (manager) => {
      const { accountId } = await this.passkeys.used(manager, passkeyId, seen);
      const account = found(await manager.findOneBy(Account, { id: accountId }));
      return this.signIns.complete(manager, account, { method: 'passkey', userAgent, viewer });
    });
  }
}

/** An authenticator must say whose a passkey is, unless it was asked for those of one account. */
function isFor({ userHandle }: UseAnswer, { accountId }: Passkey, ownId: string | null): boolean {
  if (userHandle === null) return ownId === accountId;
  const said = Buffer.from(userHandle, 'base64url').toString('utf8');
  return said === accountId && (ownId === null || ownId === accountId);
}
