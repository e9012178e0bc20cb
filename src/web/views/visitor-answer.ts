import type { FastifyReply, FastifyRequest } from 'fastify';

/** How bytes may travel. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** The best encoding of ours that the browser takes. */
export function acceptedEncoding({ headers }: Pick<FastifyRequest, 'headers'>): Encoding {
  const accepts = headers['accept-encoding'] ?? '';
  return accepts.includes('br') ? 'br' : accepts.includes('gzip') ? 'gzip' : 'identity';
}

/** True when the browser holds the page with this tag. */
export function isUnchanged({ headers }: Pick<FastifyRequest, 'headers'>, etag: string): boolean {
  return headers['if-none-match'] === etag;
}

export function sendUnchanged(reply: FastifyReply, etag: string): void {
  withTag(reply, etag).status(304).send();
}

/** Sends a page that is the same for all visitors. */
export function sendBytes(reply: FastifyReply, etag: string, encoding: Encoding, bytes: Buffer): void {
  withTag(reply, etag).header('content-type', 'text/html; charset=utf-8');
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  reply.send(bytes);
}

function withTag(reply: FastifyReply, etag: string): FastifyReply {
  return reply
    .header('etag', etag)
    .header('cache-control', 'no-cache')
    .header('vary', 'accept-encoding, cookie');
}
