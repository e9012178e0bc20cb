import type { FastifyRequest } from 'fastify';
import type { Locale } from './i18n/messages.js';
import type { Viewer } from './viewer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Language of the address: `/en/…` is English, all else Czech. */
    locale: Locale;
    /** Undefined until the access guard has looked. */
    viewer: Viewer | null | undefined;
  }
}

/** `/en` in front of a path gives English. */
export function localeOf(url: string): Locale {
  return /^\/en(?=[/?]|$)/.test(url) ? 'en' : 'cs';
}

/** The address without its language. */
export function withoutLocale(url: string): string {
  if (localeOf(url) === 'cs') return url;
  const rest = url.slice('/en'.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** A path of ours in a language. */
export function localPath(locale: Locale, path: string): string {
  return locale === 'en' ? `/en${path === '/' ? '' : path}` : path;
}

/**
 * Path of the request without language and query, as our own links spell it: pages are kept for everybody under the
 * path of whoever came first.
 */
export function pathOf(request: Pick<FastifyRequest, 'url'>): string {
  // With more than one in front, a link made of it would lead to another host.
  const path = (request.url.split('?', 1)[0] ?? '/').replace(/^[/\\]+/, '/');
  return path.includes('%') || path.endsWith('/') ? asWeSpellIt(path) : path;
}

function asWeSpellIt(path: string): string {
  try {
    const parts = path.replace(/\/+$/, '').split('/').map(decodeURIComponent);
    return parts.map(encodeURIComponent).join('/') || '/';
  } catch {
    // It cannot be decoded, so that no route takes it.
    return path;
  }
}

/** True when a script asks for the changed part of a page only. */
export function wantsFragment(request: FastifyRequest): boolean {
  return request.headers['x-fragment'] === '1';
}

/** A `next=` that leads to a page of ours, else null: no other host, no backslash, no control characters. */
export function ownPath(next: unknown): string | null {
  if (typeof next !== 'string' || next.length > 300) return null;
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : null;
}

/** The viewer of a route that needs one; the access guard has made sure. */
export function requireViewer(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new Error('This route must declare that it needs a signed-in person');
  return request.viewer;
}
