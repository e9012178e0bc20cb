import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/database.js';
import { wantsFragment } from '../request.js';
import type { CachedPage } from './page-cache.js';
import { acceptedEncoding, isUnchanged, sendBytes, sendUnchanged } from './visitor-answer.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The answers that hold for as long as nothing has changed since this request came; undefined where not known. */
    recentPages: Map<string, CachedPage> | undefined;
  }
}

/** Most addresses to be remembered at once; anybody can invent more. */
const most = 1000;

/**
 * Answers visitors at once where somebody else was just answered at the same address: as long as nothing was committed
 * and the clock shows the same second, for pages may change when a consultation opens or closes. Where the engine does
 * not say whether something was committed, nothing is remembered.
 */
@Injectable()
export class RecentPages {
  private mark: number | null = null;
  private second = 0;
  private pages = new Map<string, CachedPage>();

  constructor(private readonly database: Database) {}

  /** True when the request has been answered. */
  answer(request: FastifyRequest, reply: FastifyReply): boolean {
    // Whoever brings a cookie may be somebody, which is for the guards to find out.
    if (request.method !== 'GET' || request.headers.cookie !== undefined || wantsFragment(request))
      return false;
    request.recentPages = this.stillTrue();
    const page = request.recentPages?.get(request.originalUrl);
    if (!page) return false;
    if (isUnchanged(request, page.etag)) {
      sendUnchanged(reply, page.etag);
      return true;
    }
    const encoding = acceptedEncoding(request);
    const bytes = page.ready(encoding);
    if (bytes) sendBytes(reply, page.etag, encoding, bytes);
    return bytes !== null;
  }

  private stillTrue(): Map<string, CachedPage> | undefined {
    const mark = this.database.changeMark();
    if (mark === null) return undefined;
    const second = Math.floor(Date.now() / 1000);
    if (mark !== this.mark || second !== this.second) {
      // A new map: a request that came before keeps the old one, and cannot put an old page into this.
      this.pages = new Map();
      this.mark = mark;
      this.second = second;
    }
    return this.pages;
  }
}

/** Remembers what a visitor is sent, for those who come next. */
export function rememberPage(
  { recentPages, originalUrl }: Pick<FastifyRequest, 'recentPages' | 'originalUrl'>,
  page: CachedPage,
): void {
  if (recentPages && recentPages.size < most) recentPages.set(originalUrl, page);
}
