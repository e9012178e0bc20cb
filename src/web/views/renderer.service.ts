import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Config } from '../../ops/config.js';
import { Assets } from '../assets.js';
import { buildId } from '../build.js';
import { csrfField, csrfToken } from '../csrf.js';
import { Flash } from '../flash.js';
import { loadMessages } from '../i18n/messages.js';
import { localPath, pathOf, wantsFragment } from '../request.js';
import { Secret } from '../secret.js';
import { isGarant } from '../viewer.js';
import { type WaitingHere, WaitingSource } from '../waiting.js';
import { type PageData, ViewEngine } from './engine.js';
import { CachedPage, etagOf, PageCache } from './page-cache.js';
import { rememberPage } from './recent-pages.js';
import { cutAtSlots, fillSlots, type Slots, type SlottedPage } from './slots.js';
import { acceptedEncoding, isUnchanged, sendBytes, sendUnchanged } from './visitor-answer.js';

/** One page to show. */
export interface Page {
  /** Path of the template below `views/`, without ending. */
  template: string;
  /** For `<title>`, in the reader's language. */
  title: string;
  /** For search engines and previews, plain text. */
  description?: string;
  /** Kept out of search engines; so is every page of a signed-in area. */
  noindex?: boolean;
  bodyClass?: string;
  /** View model: plain data in the shape the template documents. */
  model: object;
  /** Default 200. */
  status?: number;
  /** Template to send alone when a script asks for the changed part only. */
  fragment?: string;
  /** Seconds after which a browser without script loads the page again; for work that goes on meanwhile. */
  refresh?: number;
}

/** A page that is rendered once per state of the data and kept. */
export interface CacheablePage {
  /** Names the page; language is added. */
  key: string;
  /** Names the state of everything the page shows; known before rendering. */
  stamp: string;
  render(): Promise<Page>;
  /** What belongs to one reader, by name of the hole in the template; for a visitor it may depend on the stamp only. */
  slots?(reader: Reader): Promise<Slots>;
}

/** As much of a request as rendering looks at. */
export type Reader = Pick<FastifyRequest, 'locale' | 'viewer' | 'url' | 'query'>;

/** Renders views into replies. */
@Injectable()
export class Renderer {
  private readonly cache = new PageCache();
  private readonly build = buildId();
  private readonly navs = new LRUCache<string, SlottedPage>({ max: 1000 });

  constructor(
    @Inject(ViewEngine) private readonly engine: ViewEngine,
    @Inject(Assets) private readonly assets: Assets,
    private readonly config: Config,
    private readonly secret: Secret,
    private readonly flash: Flash,
    private readonly waiting: WaitingSource,
  ) {}

  /** Sends a page made for this request; never stored by any cache. */
  async page(request: FastifyRequest, reply: FastifyReply, page: Page): Promise<void> {
    this.refresh();
    const alone = page.fragment && wantsFragment(request);
    const html = alone
      ? this.engine.render(page.fragment ?? page.template, page.model, this.data(request))
      : this.withLayout(request, page);
    const filled = fillSlots(cutAtSlots(html), this.baseSlots(request, await this.waiting.of(request)));
    await reply
      .status(page.status ?? 200)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(filled);
  }

  /** A part of a page as a string, for slots. */
  part(request: Reader, template: string, model: object): string {
    const html = this.engine.render(template, model, this.data(request));
    const slotted = cutAtSlots(html);
    return slotted.length > 1 ? fillSlots(slotted, this.baseSlots(request)) : html;
  }

  /** A template of `views/mail/` or another one without a reader, in a language. */
  text(locale: 'cs' | 'en', template: string, model: object): string {
    return this.engine.render(template, model, { locale, path: '/', viewer: null });
  }

  /** Sends a page from the cache, rendering it first when its state has changed. */
  async cached(request: FastifyRequest, reply: FastifyReply, page: CacheablePage): Promise<void> {
    this.refresh();
    const stamp = `${page.stamp}|${request.locale}|${this.assets.version}|${this.build}`;
    const old = this.config.reload ? null : this.cache.find(cacheKey(request, page), stamp);
    const waiting = await this.waiting.of(request);
    if (request.viewer || waiting || this.flash.read(request) !== null) {
      const kept = old ?? (await this.renderCached(request, stamp, page));
      return this.sendOwn(reply, kept, await this.ownParts(request, page, waiting));
    }
    const etag = old?.etag ?? etagOf(stamp);
    if (isUnchanged(request, etag) && !this.config.reload) return sendUnchanged(reply, etag);
    await this.sendToVisitor(request, reply, old ?? (await this.renderCached(request, stamp, page)));
  }

  private async renderCached(
    request: FastifyRequest,
    stamp: string,
    page: CacheablePage,
  ): Promise<CachedPage> {
    // Whoever asks first, the shared page is rendered as for a visitor: what belongs to one reader stands in slots.
    const visitor: Reader = { locale: request.locale, viewer: null, url: pathOf(request), query: {} };
    const slotted = cutAtSlots(this.withLayout(visitor, await page.render()));
    const fresh = new CachedPage(stamp, slotted, async () =>
      fillSlots(slotted, await this.ownParts(visitor, page)),
    );
    this.cache.keep(cacheKey(request, page), fresh);
    return fresh;
  }

  private async sendOwn(reply: FastifyReply, kept: CachedPage, slots: Slots): Promise<void> {
    await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(kept.filled(slots));
  }

  private async sendToVisitor(request: FastifyRequest, reply: FastifyReply, kept: CachedPage): Promise<void> {
    const encoding = acceptedEncoding(request);
    const bytes = await kept.bytes(encoding);
    if (!this.config.reload) rememberPage(request, kept);
    sendBytes(reply, kept.etag, encoding, bytes);
  }

  private withLayout(request: Reader, page: Page): string {
    const data = this.data(request);
    const body = this.engine.render(page.template, page.model, data);
    const path = pathOf(request);
    return this.engine.render(
      'layouts/page',
      {
        body,
        title: page.title,
        description: page.description ?? null,
        robots: page.noindex ? 'noindex' : null,
        refresh: page.refresh ?? null,
        bodyClass: page.bodyClass ?? null,
        canonical: this.config.baseUrl + localPath(request.locale, path),
        alternates: { cs: localPath('cs', path), en: localPath('en', path) },
        demo: this.config.DEMO,
        sourceUrl: this.config.SOURCE_URL ?? null,
      },
      data,
    );
  }

  private data(request: Reader): PageData {
    return { locale: request.locale, path: pathOf(request), viewer: viewerData(request) };
  }

  private async ownParts(
    reader: Reader,
    page: CacheablePage,
    waiting: WaitingHere | null = null,
  ): Promise<Slots> {
    return { ...this.baseSlots(reader, waiting), ...(await page.slots?.(reader)) };
  }

  private baseSlots(reader: Reader, waiting: WaitingHere | null = null): Slots {
    let field: string | undefined;
    const csrf = () => {
      field ??= this.csrfField(reader);
      return field;
    };
    return {
      csrf,
      account: () => fillSlots(this.accountNav(reader), { csrf }),
      waiting: () => (waiting ? this.engine.render('components/waiting', waiting, this.data(reader)) : ''),
      flash: () => {
        const key = this.flash.read(reader);
        return key === null ? '' : this.engine.render('components/flash', { key }, this.data(reader));
      },
    };
  }

  /** The hidden field with this reader's token, for parts that are filled outside a page. */
  csrfField(reader: Reader): string {
    return `<input type="hidden" name="${csrfField}" value="${csrfToken(this.secret, reader)}">`;
  }

  /** The same for all pages of a reader, so it is rendered once as long as nothing about them changes. */
  private accountNav(reader: Reader): SlottedPage {
    const data = this.data(reader);
    const key = JSON.stringify([data.locale, data.viewer]);
    const known = this.navs.get(key);
    if (known) return known;
    const nav = cutAtSlots(this.engine.render('components/account-menu', { viewer: data.viewer }, data));
    this.navs.set(key, nav);
    return nav;
  }

  /** Lets go of all that was rendered, so that a name nobody is shown any more does not stay in memory. */
  forget(): void {
    this.cache.clear();
    this.navs.clear();
  }

  private refresh(): void {
    if (!this.config.reload) return;
    this.engine.refresh();
    this.navs.clear();
    this.assets.refresh();
    loadMessages();
  }
}

const cacheKey = (request: FastifyRequest, page: CacheablePage): string => `${request.locale}:${page.key}`;

function viewerData(request: Reader): PageData['viewer'] {
  const viewer = request.viewer;
  if (!viewer) return null;
  const { publicName, leavingAt, isStaff, isAdmin } = viewer;
  return { publicName, leavingAt, isGarant: isGarant(viewer), isStaff, isAdmin };
}
