import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration, type InteractionResults } from 'oidc-provider';

/** Somebody who has an account at the provider. */
export interface PersonThere {
  sub: string;
  [claim: string]: unknown;
}

/** A real OpenID provider on this machine. */
export interface IdentityProviderHere {
  issuer: string;
  /** Everybody who can sign in there. */
  people: Map<string, PersonThere>;
  /** Who signs in next, without being asked; null cancels, undefined shows a form that asks. */
  next: PersonThere | null | undefined;
  close(): Promise<void>;
}

export const clientId = 'podnet';
export const clientSecret = 'secret of podnet at the provider';

/** Starts it; to be closed by whoever started it. */
export async function startIdentityProvider(): Promise<IdentityProviderHere> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const here: IdentityProviderHere = {
    issuer,
    people: new Map(),
    next: undefined,
    close: () => close(server),
  };
  const provider = new Provider(issuer, configuration(here));
  acceptAnyOwnAddress(provider);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const login = new URL(request.url, issuer).searchParams.get('login');
    const person = login === null ? here.next : here.people.get(login);
    if (login === null && person === undefined) return void response.end(signInPage(here));
    void provider.interactionFinished(request, response, resultOf(person), {
      mergeWithLastSubmission: false,
    });
  });
  return here;
}

function resultOf(person: PersonThere | null | undefined): InteractionResults {
  return person
    ? { login: { accountId: person.sub } }
    : { error: 'access_denied', error_description: 'cancelled' };
}

function signInPage({ people }: IdentityProviderHere): string {
  const buttons = [...people.keys(), ''].map(
    (sub) => `<button name="login" value="${sub}">${sub || 'cancel'}</button>`,
  );
  return `<!DOCTYPE html><html lang="en"><title>Provider</title><form>${buttons.join('')}</form></html>`;
}

function configuration(here: IdentityProviderHere): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: ['http://localhost/'],
        post_logout_redirect_uris: ['http://localhost/'],
      },
    ],
    cookies: { keys: ['a key of the provider for tests'] },
    claims: { email: ['email', 'email_verified'], profile: ['name', 'preferred_username', 'realm_access'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_context, sub) => {
      const person = here.people.get(sub) ?? (here.next?.sub === sub ? here.next : undefined);
      return person && { accountId: sub, claims: () => person };
    },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

/** Sites of tests listen on ports that are not known beforehand. */
function acceptAnyOwnAddress(provider: Provider): void {
  const own = (address: string) => new URL(address).hostname === 'localhost';
  Object.assign(provider.Client.prototype, { redirectUriAllowed: own, postLogoutRedirectUriAllowed: own });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
