import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import type { IdentityProvider } from '../../ops/identity-providers.js';
import { guardedFetch } from './guarded-fetch.js';

/** Seconds for one request to a provider. */
const patience = 4;
/** Milliseconds for which what a provider says of itself is believed, and for which it is left alone when it is down. */
const lasting = { found: 3_600_000, failed: 10_000 };

interface Kept {
  configuration: Promise<Configuration>;
  until: number;
}

/** What providers say of themselves, asked for when it is needed first and kept for an hour. */
export class Discoveries {
  private readonly kept = new Map<string, Kept>();

  /** Rejects where the provider cannot be asked; soon afterwards without asking again. */
  of(provider: IdentityProvider): Promise<Configuration> {
    const known = this.kept.get(provider.key);
    if (known && known.until > performance.now()) return known.configuration;
    const configuration = discover(provider);
    const kept = { configuration, until: performance.now() + lasting.found };
    configuration.catch(() => {
      kept.until = performance.now() + lasting.failed;
    });
    this.kept.set(provider.key, kept);
    return configuration;
  }

  /** To be asked anew: it may have other keys by now. */
  forget({ key }: IdentityProvider): void {
    this.kept.delete(key);
  }
}

async function discover(provider: IdentityProvider): Promise<Configuration> {
  const issuer = new URL(provider.issuer);
  const insecure = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
  const configuration = await discovery(
    issuer,
    provider.clientId,
    { client_secret: provider.clientSecret },
    authentication(provider.clientSecret),
    {
      timeout: patience,
      // Without it the library trusts the connection and leaves the signature of the ID token alone.
      execute: [...insecure, enableNonRepudiationChecks],
      [customFetch]: guardedFetch(provider.allowPrivateAddress),
    },
  );
  return configuration;
}

/** With the secret in the header, as is the standard, unless the provider takes it in the form only. */
function authentication(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const way = taken.includes('client_secret_basic') || !taken.includes('client_secret_post') ? basic : post;
    way(server, client, body, headers);
  };
}
