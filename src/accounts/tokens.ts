import { createHash, randomBytes } from 'node:crypto';

/** Characters of a token. */
const tokenLength = 43;

/** A secret that nobody guesses: 256 random bits as 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: SHA-256 in hex. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** True for a text that could be a token; anything else need not be looked up. */
export function looksLikeToken(text: unknown): text is string {
  return typeof text === 'string' && text.length === tokenLength && /^[\w-]+$/.test(text);
}
