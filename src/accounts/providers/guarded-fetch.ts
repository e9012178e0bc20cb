import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { CustomFetch, CustomFetchOptions } from 'openid-client';
import { isPublicAddress } from './public-address.js';

/** Longest answer of a provider, in bytes; a discovery document or a set of keys has some thousands. */
const longestAnswer = 256 * 1024;

/** Thrown where an answer cannot be had: no connection, a private address, too long, too slow. */
export class Unreachable extends Error {}

/**
 * Asks a provider. Whatever name the configuration or the provider's own metadata give, the connection goes to an
 * address that was looked at: what a name means is resolved once, for the check and for the connection. Redirects are
 * not followed, and the answer is bounded. How long it may take is for the signal to say.
 */
export function guardedFetch(allowPrivate: boolean): CustomFetch {
  return (url, options) => {
    const target = new URL(url);
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (!allowPrivate && isIP(host) && !isPublicAddress(host))
      return Promise.reject(new Unreachable('a private address'));
    return send(target, options, allowPrivate ? undefined : publicLookup);
  };
}

function send(
  target: URL,
  { method, headers, body, signal }: CustomFetchOptions,
  resolver: LookupFunction | undefined,
): Promise<Response> {
  const open = target.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Unreachable(error.message, { cause: error }));
    const request = open(target, { method, headers, signal, agent: false, lookup: resolver });
    request.on('error', fail);
    request.on('response', (answer) => {
      read(answer).then((bytes) => resolve(asResponse(answer, bytes)), fail);
    });
    request.end(body == null ? undefined : String(body));
  });
}

async function read(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop closes the connection.
    if (length > longestAnswer) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function asResponse({ statusCode = 502, headers }: IncomingMessage, bytes: Buffer): Response {
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const hasBody = statusCode >= 200 && statusCode !== 204 && statusCode !== 205 && statusCode !== 304;
  return new Response(hasBody ? new Uint8Array(bytes) : null, { status: statusCode, headers: pairs });
}

type Answer = Parameters<LookupFunction>[2];

/** Resolves a name to all its addresses and refuses it where one of them is not public. */
function publicLookup(hostname: string, options: LookupOptions, answer: Answer): void {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error || !first) return answer(error ?? new Error('the name has no address'), '', 0);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return answer(new Error('the name leads to a private address'), '', 0);
    if (options.all) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
}
