import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { Flash } from '../web/flash.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import { SiteTexts } from '../web/texts/site-texts.service.js';
import { Renderer } from '../web/views/renderer.service.js';
import type { ConsentKind } from './consent.entity.js';
import { consentErrors } from './consent.form.js';
import { type ConsentModel, consentModel } from './consent.page.js';
import { Consents, consentKinds } from './consents.service.js';
import { type Contribution, ContributionSeal, type SealedContribution } from './contribution-seal.service.js';
import { type Filled, identificationModel } from './identification.page.js';
import { limits } from './limits.js';
import { Limits } from './limits.service.js';
import { networkOf } from './network.js';
import { PendingContributions, type Signature } from './pending-contributions.service.js';
import { type Description, type Publisher, Publishers } from './publishers.js';
import { assertSignedIn, type SignedIn } from './signed-in.js';

/** Kinds of contributions of which people make many, one click each. */
const votes = ['vote', 'support'];

/** Somebody signed in who says something. */
export interface Contributor {
  viewer: SignedIn;
  /** Network address of the browser; only a keyed hash of its network is kept, for counting. */
  address: string;
}

/** "Write first, identify later": takes what somebody wrote and finds out who they are before it is published. */
@Injectable()
export class Identification {
  constructor(
    private readonly database: Database,
    private readonly publishers: Publishers,
    private readonly consents: Consents,
    private readonly texts: SiteTexts,
    private readonly pending: PendingContributions,
    private readonly limits: Limits,
    private readonly contributionSeal: ContributionSeal,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  /** Called once per kind by the module that publishes it, in `onModuleInit`. */
  registerPublisher(kind: string, publisher: Publisher): void {
    this.publishers.register(kind, publisher);
  }

  /**
   * Answers a form that was found valid. A signed-in person who has consented: publishes, shows where. One who has
   * not: asks for the consent first. A visitor: asks for e-mail, name and consent, and stores nothing before.
   * @throws Refusal of the publisher; 429 when there is too much from one person.
   */
  async submit(request: FastifyRequest, reply: FastifyReply, contribution: Contribution): Promise<void> {
    const { viewer } = request;
    if (viewer && (await this.consents.has(this.database.read, viewer.accountId))) {
      const path = await this.publish({ viewer, address: request.ip }, contribution);
      this.flash.redirect(request, reply, path, contribution.flash);
    } else {
      await this.ask(request, reply, this.contributionSeal.seal(contribution));
    }
  }

  /**
   * Publishes for a signed-in person in one write; returns where it is.
   * @param consented what is agreed to just now, in today's texts.
   * @throws Refusal 409 where something is not agreed to; what the publisher throws; 429 when there is too much.
   */
  publish(
    from: Contributor,
    contribution: Contribution,
    consented: readonly ConsentKind[] = [],
  ): Promise<string> {
    const { accountId } = from.viewer;
    return this.database.write(async (manager) => {
      await assertSignedIn(manager, from.viewer);
      await this.consents.give(manager, accountId, this.consents.versions(consented));
      // A consent taken back while the request was on its way counts.
      await this.consents.assertGiven(manager, accountId);
      await this.spend(manager, from, contribution.kind);
      const publisher = this.publishers.of(contribution.kind);
      return (await publisher.publish(manager, contribution.payload, accountId)).path;
    });
  }

  private async spend(
    manager: EntityManager,
    { viewer: { accountId }, address }: Contributor,
    kind: string,
  ): Promise<void> {
    if (votes.includes(kind)) return this.limits.spend(manager, 'vote', accountId, limits.votesPerAccount);
    await this.limits.spend(manager, 'contribution', accountId, limits.contributionsPerAccount);
    const network = networkOf(address);
    await this.limits.spend(manager, 'contribution-network', network, limits.contributionsPerNetwork);
    await this.limits.spend(manager, 'contribution-altogether', '', limits.contributionsAltogether);
  }

  /**
   * Keeps a visitor's contribution until they confirm it, and mails them the link.
   * @throws NameRefused; Refusal 429; Refusal 409 when it cannot be published any more.
   */
  async keep(contribution: SealedContribution, signature: Signature): Promise<void> {
    const { path } = await this.describe(contribution, signature);
    await this.database.write((manager) => this.pending.keep(manager, contribution, signature, path));
  }

  /**
   * What comes back in the hidden field.
   * @throws Refusal 409 when it is too old or not ours.
   */
  open(sealed: string | undefined): SealedContribution {
    const contribution = this.contributionSeal.open(sealed ?? '');
    if (!contribution) throw new Refusal(409, 'accounts.refusal.staleContribution');
    return contribution;
  }

  /** Shows the page that asks a visitor for a signature, and a signed-in person for consent only. */
  async ask(
    request: FastifyRequest,
    reply: FastifyReply,
    sealed: string,
    refused?: Filled & { status: number },
  ): Promise<void> {
    const about = await this.describe(this.open(sealed), request);
    const page = request.viewer ? 'consent' : 'signature';
    const consent = await this.question(request, refused);
    await this.renderer.page(request, reply, {
      template: `accounts/${page}`,
      title: translate(request.locale, `accounts.${page}.title`),
      noindex: true,
      status: refused?.status,
      model: identificationModel(request.locale, about, sealed, consent, refused),
    });
  }

  /** What has to be agreed to: everything by a visitor, and by a signed-in person whatever they have not yet. */
  async asked(accountId: string | undefined): Promise<readonly ConsentKind[]> {
    return accountId ? this.consents.missing(this.database.read, accountId) : consentKinds;
  }

  /** What is wrong with the ticks under the texts that were asked about; a visitor is asked about all. */
  consentErrors(
    locale: Locale,
    typed: Record<string, string>,
    asked: readonly ConsentKind[] = consentKinds,
  ): FieldErrors {
    return consentErrors(locale, typed, asked, this.consents.versions());
  }

  private async question(
    { locale, viewer }: { locale: Locale; viewer?: { accountId: string } | null },
    filled: Partial<Filled> = {},
  ): Promise<ConsentModel> {
    const given = viewer ? await this.consents.of(this.database.read, viewer.accountId) : [];
    return consentModel(locale, this.texts, this.consents.versions(), {
      asked: await this.asked(viewer?.accountId),
      renewed: given.map(({ kind }) => kind),
      typed: filled.typed,
      errors: filled.errors,
    });
  }

  private async describe(
    { kind, payload }: Contribution,
    { locale }: Pick<Signature, 'locale'>,
  ): Promise<Description> {
    const description = await this.publishers.of(kind).describe(payload, locale);
    if (!description) throw new Refusal(409, 'accounts.refusal.gone');
    return description;
  }
}
