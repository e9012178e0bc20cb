import { Inject, Injectable } from '@nestjs/common';
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientError,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  ResponseBodyError,
} from 'openid-client';
import type { Logger as Pino } from 'pino';
import { Config } from '../../ops/config.js';
import type { IdentityProvider } from '../../ops/identity-providers.js';
import { LOG } from '../../ops/ops.module.js';
import { type Claims, type ProvedPerson, personOf, says } from './claims.js';
import { Discoveries } from './discoveries.js';
import { Unreachable } from './guarded-fetch.js';
import type { Journey } from './journeys.service.js';
import { reasonOf } from './provider-reason.js';
import { ProviderTrouble } from './provider-trouble.js';

/** Seconds by which the provider's clock may be behind ours. */
const clockTolerance = 60;
/** A provider that is asked when somebody signed in must say so; that may be long ago. */
const anyAge = 2_592_000;

/** Speaks with identity providers: OpenID Connect, authorization code with PKCE. */
@Injectable()
export class ProviderClient {
  private readonly discoveries = new Discoveries();

  constructor(
    private readonly config: Config,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  /** The provider of a key, undefined for one that is not set. */
  find(key: string): IdentityProvider | undefined {
    return this.config.providers.find((provider) => provider.key === key);
  }

  /**
   * Where to send the browser.
   * @throws ProviderTrouble down.
   */
  async authorizationUrl(provider: IdentityProvider, journey: Journey): Promise<URL> {
    const configuration = await this.discover(provider);
    const isNewProof = journey.purpose !== 'sign-in';
    return buildAuthorizationUrl(configuration, {
      redirect_uri: this.callbackUrl(provider),
      scope: provider.scope,
      state: journey.state,
      nonce: journey.nonce,
      code_challenge: await calculatePKCECodeChallenge(journey.verifier),
      code_challenge_method: 'S256',
      ui_locales: journey.locale,
      max_age: String(isNewProof ? 0 : anyAge),
      ...(isNewProof ? { prompt: 'login' } : {}),
    });
  }

  /**
   * Turns the answer that the browser brought into whom the provider vouches for.
   * @param parameters query of the callback.
   * @throws ProviderTrouble down, denied, invalid, or again where a new proof was asked for and not given.
   */
  async prove(
    provider: IdentityProvider,
    journey: Journey,
    parameters: URLSearchParams,
  ): Promise<ProvedPerson> {
    const configuration = await this.discover(provider);
    const person = await this.understood(provider, async () =>
      personOf(provider, await this.claims(configuration, provider, journey, parameters)),
    );
    if (!person) throw new ProviderTrouble('invalid', 'no usable subject');
    if (journey.purpose === 'again' && !isProvedSince(person, journey.beganAt))
      throw new ProviderTrouble('again', 'no new proof');
    return person;
  }

  /** Where one signs out at the provider too; null where it has no such page, or is not to be had. */
  async signOutUrl(provider: IdentityProvider): Promise<URL | null> {
    const configuration = await this.discover(provider).catch(() => null);
    if (!configuration?.serverMetadata().end_session_endpoint) return null;
    return buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.config.baseUrl}/` });
  }

  private callbackUrl({ key }: IdentityProvider): string {
    return `${this.config.baseUrl}/prihlaseni/poskytovatel/${key}/zpet`;
  }

  private async discover(provider: IdentityProvider): Promise<Configuration> {
    try {
      return await this.discoveries.of(provider);
    } catch (error) {
      const detail = reasonOf(error);
      this.log.warn({ provider: provider.key, detail }, 'an identity provider cannot be asked');
      throw new ProviderTrouble('down', detail, { cause: error });
    }
  }

  private async claims(
    configuration: Configuration,
    provider: IdentityProvider,
    { state, nonce, verifier }: Journey,
    parameters: URLSearchParams,
  ): Promise<Claims> {
    const tokens = await authorizationCodeGrant(
      configuration,
      new URL(`${this.callbackUrl(provider)}?${parameters}`),
      { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    );
    const claims: Claims = { ...tokens.claims() };
    if (!lacks(provider, claims) || !configuration.serverMetadata().userinfo_endpoint) return claims;
    const more = await fetchUserInfo(configuration, tokens.access_token, String(claims.sub));
    // What is signed goes before what is not.
    return { ...more, ...claims };
  }

  /** Does what may fail at the provider, and tells its troubles apart. */
  private async understood<T>(provider: IdentityProvider, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const trouble = troubleOf(error);
      const detail = reasonOf(error);
      // Its keys may have changed; the next one to sign in finds out.
      if (trouble === 'invalid') this.discoveries.forget(provider);
      if (trouble !== 'denied')
        this.log.warn({ provider: provider.key, trouble, detail }, 'a sign-in through a provider failed');
      throw new ProviderTrouble(trouble, detail, { cause: error });
    }
  }
}

/** Whether something we look for is not in the ID token; many providers tell it only when asked once more. */
function lacks({ roles }: IdentityProvider, claims: Claims): boolean {
  return claims.email === undefined || roles.some(({ claim, value }) => !says(claims, claim, value));
}

function isProvedSince({ authTime }: ProvedPerson, beganAt: string): boolean {
  return authTime !== null && authTime >= Date.parse(beganAt) / 1000 - clockTolerance;
}

function troubleOf(error: unknown): 'down' | 'denied' | 'invalid' {
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'temporarily_unavailable' || error.error === 'server_error') return 'down';
    return 'denied';
  }
  if (!(error instanceof ClientError))
    return error instanceof ResponseBodyError && error.status >= 500 ? 'down' : 'invalid';
  const { code, cause } = error;
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || cause instanceof Unreachable) return 'down';
  return cause instanceof Response && cause.status >= 500 ? 'down' : 'invalid';
}
