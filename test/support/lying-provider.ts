import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Claims = Record<string, unknown>;

/** What an ID token is made of. */
export interface TokenParts {
  header: Claims;
  claims: Claims;
  key: KeyObject;
}

/** A provider that says whatever a test wants it to say. */
export interface LyingProvider {
  issuer: string;
  /** Changes the next ID token before it is signed; gives the whole token instead where it gives a text. */
  lie: (honest: TokenParts) => TokenParts | string;
  /** Changes what it says of itself. */
  metadata: (honest: Claims) => Claims;
  /** Answers instead of it, for a path; true when it did. */
  instead: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Paths that were asked for. */
  asked: string[];
  /** From now on it signs with another key, and shows only that. */
  rotateKeys(): void;
  /** Nonce and claims of the next sign-in. */
  expect(claims: Claims): void;
  close(): Promise<void>;
}

interface Key {
  id: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Starts it; to be closed by whoever started it. */
export async function startLyingProvider(): Promise<LyingProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  let key = newKey();
  let next: Claims = {};
  const liar: LyingProvider = {
    issuer,
    lie: (honest) => honest,
    metadata: (honest) => honest,
    instead: () => false,
    asked: [],
    rotateKeys: () => {
      key = newKey();
    },
    expect: (claims) => {
      next = claims;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const answers: Record<string, () => unknown> = {
    '/.well-known/openid-configuration': () => liar.metadata(metadataOf(issuer)),
    '/keys': () => ({ keys: [publicPart(key)] }),
    '/token': () => ({
      access_token: 'access',
      token_type: 'Bearer',
      expires_in: 60,
      id_token: tokenOf(liar.lie(honestToken(issuer, key, next))),
    }),
    '/userinfo': () => ({ sub: next.sub }),
  };
  server.on('request', (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    liar.asked.push(path);
    if (liar.instead(request, response)) return;
    const answer = answers[path];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  return liar;
}

/** As a client of the tests is known there. */
export const lyingClient = { clientId: 'podnet', clientSecret: 'secret' };

/** Puts a token together and signs it. */
export function tokenOf(parts: TokenParts | string): string {
  if (typeof parts === 'string') return parts;
  const body = [parts.header, parts.claims].map(encoded).join('.');
  const signature = createSign('RSA-SHA256').update(body).sign(parts.key).toString('base64url');
  return `${body}.${signature}`;
}

/** A token that nobody signed. */
export function unsigned({ claims }: TokenParts): string {
  return `${encoded({ alg: 'none' })}.${encoded(claims)}.`;
}

/** Another key than the provider shows. */
export function foreignKey(): KeyObject {
  return newKey().privateKey;
}

function encoded(part: Claims): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function honestToken(issuer: string, { id, privateKey }: Key, claims: Claims): TokenParts {
  const at = Math.floor(Date.now() / 1000);
  return {
    header: { alg: 'RS256', kid: id },
    claims: { iss: issuer, aud: lyingClient.clientId, iat: at, exp: at + 300, auth_time: at, ...claims },
    key: privateKey,
  };
}

function metadataOf(issuer: string): Claims {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  };
}

function newKey(): Key {
  return { id: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

function publicPart({ id, publicKey }: Key): Claims {
  return { ...publicKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: 'RS256' };
}
