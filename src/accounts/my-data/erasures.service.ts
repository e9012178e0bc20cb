import { Inject, Injectable } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { type EntityManager, IsNull, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { ActivityLog } from '../../activity/activity-log.service.js';
import type { Verb } from '../../activity/verbs.js';
import { Database } from '../../database/database.js';
import { newId } from '../../database/id.js';
import { scrub } from '../../database/scrub.js';
import { type Instant, now } from '../../database/time.js';
import { Outbox } from '../../mail/outbox.service.js';
import { Config } from '../../ops/config.js';
import { LOG } from '../../ops/ops.module.js';
import type { Locale } from '../../web/i18n/messages.js';
import { found, Refusal } from '../../web/refusal.js';
import { Renderer } from '../../web/views/renderer.service.js';
import { Account } from '../account.entity.js';
import { heldBy } from '../held-addresses.js';
import { after, day } from '../periods.js';
import type { RoleGrant } from '../role-grant.entity.js';
import { Roles } from '../roles.service.js';
import { Sessions } from '../sessions.service.js';
import { assertSignedIn, type SignedIn } from '../signed-in.js';
import { Erasure, type ErasureChoice } from './erasure.entity.js';
import { PersonalData } from './personal-data.js';

/** Days in which somebody who leaves can come back with everything. */
export const daysToComeBack = 7;

const notYetClean =
  'traces of what was erased may still be in the file of the database; see "Backups" in docs/operations.md';

const noAdminLeft =
  'the last admin was erased as they had asked; `accounts grant EMAIL admin` makes another one';

/** Leaving: asked for, taken back within a week, and carried out afterwards. */
@Injectable()
export class Erasures {
  /** Erasures done until then have been taken off the disk by this process. */
  private scrubbedAt: Instant = after(-day);

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly personalData: PersonalData,
    private readonly roles: Roles,
    private readonly sessions: Sessions,
    private readonly outbox: Outbox,
    private readonly renderer: Renderer,
    private readonly activityLog: ActivityLog,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /** What an account has asked for and not taken back; null when there is nothing. */
  pendingOf(accountId: string, manager = this.database.read): Promise<Erasure | null> {
    return manager.findOneBy(Erasure, { accountId, cancelledAt: IsNull(), doneAt: IsNull() });
  }

  /** Roles that would be laid down. */
  officesOf(accountId: string): Promise<RoleGrant[]> {
    return this.roles.heldBy(this.database.read, accountId);
  }

  /**
   * Notes the wish, ends all sessions and mails the way back. Asking again changes nothing.
   * @throws Refusal 409 for the last admin; 403 for who was closed or signed out meanwhile.
   */
  async request(who: SignedIn, choice: ErasureChoice): Promise<void> {
    const { accountId } = who;
    await this.database.write(async (manager) => {
      // Before anything else: whoever presses twice has been signed out by the first press.
      if (await this.pendingOf(accountId, manager)) return;
      await assertSignedIn(manager, who);
      await this.roles.assertNotLastAdmin(manager, accountId);
      const requestedAt = now();
      const dueAt = after(daysToComeBack * day, requestedAt);
      const nothingYet = { cancelledAt: null, doneAt: null };
      await manager.insert(Erasure, { id: newId(), accountId, choice, requestedAt, dueAt, ...nothingYet });
      await this.sessions.end(manager, accountId);
      await this.record(manager, accountId, 'account.erasure-asked');
      const letter = { dueAt, keeps: choice === 'keep' };
      await this.tell(manager, accountId, 'accounts/erasure-asked', letter);
      // Whoever took the account over may want it gone: those who can still take it back learn of it as well.
      for (const email of await heldBy(manager, accountId))
        await this.tell(manager, accountId, 'accounts/erasure-asked', letter, email);
    });
  }

  /** Takes the wish back. @throws Refusal 409 when there is none. */
  async cancel(who: SignedIn): Promise<void> {
    const { accountId } = who;
    await this.database.write(async (manager) => {
      await assertSignedIn(manager, who);
      const erasure = await this.pendingOf(accountId, manager);
      if (!erasure) throw new Refusal(409, 'accounts.refusal.notLeaving');
      await manager.update(Erasure, { id: erasure.id }, { cancelledAt: now() });
      await this.record(manager, accountId, 'account.erasure-cancelled');
      await this.tell(manager, accountId, 'accounts/erasure-cancelled', {});
    });
  }

  /**
   * Erases without waiting, for an operator. False when there is nobody, or nobody any more.
   * @throws Refusal 409 for the last admin: the operator can make another one first.
   */
  async eraseNow(accountId: string, choice: ErasureChoice): Promise<boolean> {
    const at = now();
    const fresh = { accountId, choice, requestedAt: at, dueAt: at, cancelledAt: null, doneAt: null };
    const erasureId = await this.database.write(async (manager) => {
      if (!(await manager.existsBy(Account, { id: accountId, erasedAt: IsNull() }))) return null;
      await this.roles.assertNotLastAdmin(manager, accountId);
      const pending = await this.pendingOf(accountId, manager);
      if (pending) await manager.update(Erasure, { id: pending.id }, { choice, dueAt: at });
      else await manager.insert(Erasure, { id: newId(), ...fresh });
      return (await this.pendingOf(accountId, manager))?.id ?? null;
    });
    if (erasureId === null) return false;
    await this.carryOut(erasureId);
    await this.clean();
    return this.database.read.existsBy(Erasure, { id: erasureId, doneAt: Not(IsNull()) });
  }

  /** Carries out whatever is due, one account after another, and takes it off the disk. */
  async carryOutDue(): Promise<void> {
    const due = await this.database.read.find(Erasure, {
      where: { dueAt: LessThanOrEqual(now()), cancelledAt: IsNull(), doneAt: IsNull() },
      order: { dueAt: 'ASC', id: 'ASC' },
    });
    for (const { id } of due) await this.carryOut(id);
    await this.clean();
  }

  private async carryOut(erasureId: string): Promise<void> {
    try {
      await this.database.write(async (manager) => {
        const erasure = await manager.findOneBy(Erasure, { id: erasureId });
        if (!erasure || erasure.cancelledAt !== null || erasure.doneAt !== null) return;
        const { accountId, choice } = erasure;
        const wasAdmin = await this.roles.has(manager, accountId, 'admin');
        for (const [, part] of this.personalData.all()) await part.erase(manager, accountId, choice);
        await manager.update(Erasure, { id: erasureId }, { doneAt: now() });
        // Nobody is kept because the others have gone meanwhile: the right to be erased is theirs.
        const isLeaderless = wasAdmin && !(await this.roles.hasAdmin(manager));
        this.database.afterCommit(() => {
          if (isLeaderless) this.log.error({ accountId }, noAdminLeft);
          this.renderer.forget();
          // An older backup does not know of it: whoever brings one back finds here whom to erase again.
          this.log.info({ accountId, choice }, 'an account was erased');
        });
      });
    } catch (error) {
      this.log.error(
        { err: error, erasureId },
        'an account could not be erased; it is tried again in an hour',
      );
    }
  }

  private async clean(): Promise<void> {
    const at = now();
    const since = { doneAt: MoreThan(this.scrubbedAt) };
    if (!(await this.database.read.existsBy(Erasure, since))) return;
    const outcome = await scrub(this.config.databaseUrl);
    if (outcome !== 'busy') this.scrubbedAt = at;
    if (outcome !== 'clean') this.log.warn({ outcome }, notYetClean);
  }

  private record(manager: EntityManager, accountId: string, verb: Verb): Promise<void> {
    return this.activityLog.record(manager, {
      actorId: accountId,
      verb,
      subjectType: 'account',
      subjectId: accountId,
    });
  }

  private async tell(
    manager: EntityManager,
    accountId: string,
    kind: string,
    model: Record<string, unknown>,
    elsewhere?: string,
  ): Promise<void> {
    const { email, locale } = found(await manager.findOneBy(Account, { id: accountId }));
    const to = elsewhere ?? email;
    if (to) await this.outbox.queue(manager, { to, locale: locale as Locale, kind, model });
  }
}
