import type { TestApplication } from '../support/application.js';
import { matches, type Route } from './routes.js';

/** A page that was fetched. */
export interface CrawledPage {
  path: string;
  status: number;
  type: string;
  html: string;
  headers: Record<string, string | string[] | undefined>;
}

/** Everything that one reader can reach by following links. */
export interface Crawl {
  pages: CrawledPage[];
  /** For each address, a page that links to it. */
  linkedFrom: Map<string, string>;
}

/** Leads away from the page, and is none of ours to test. */
const elsewhere = /^(?:[a-z]+:|\/\/|#)/i;

/** Follows every link of every page, of both languages, from a few beginnings on. */
export async function crawl(
  app: TestApplication,
  browser: ReturnType<TestApplication['browser']>,
  beginnings: readonly string[],
): Promise<Crawl> {
  const linkedFrom = new Map<string, string>(beginnings.map((path) => [path, '(the beginning)']));
  const waiting = [...beginnings];
  const pages: CrawledPage[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const { status, type, text, headers, body } = await browser.get(path);
    const html = text ?? (Buffer.isBuffer(body) ? '' : String(body));
    pages.push({ path, status, type, html, headers });
    const links = status === 303 ? [headers.location ?? ''] : type === 'text/html' ? linksOf(html) : [];
    for (const target of ownAddresses(links, path, app.config.baseUrl)) {
      if (linkedFrom.has(target)) continue;
      linkedFrom.set(target, path);
      waiting.push(target);
    }
  }
  return { pages, linkedFrom };
}

/** Addresses a page leads to or loads. */
function linksOf(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, value = '']) =>
    value.replaceAll('&amp;', '&'),
  );
}

/** Those that are on this site, without anchors. */
function ownAddresses(links: readonly string[], from: string, baseUrl: string): string[] {
  return links.flatMap((link) => {
    const address = link.replace(baseUrl, '');
    if (address === '' || elsewhere.test(address)) return [];
    const { pathname, search } = new URL(address, `http://crawl.test${from}`);
    return [pathname + search];
  });
}

/** Where the forms of a page lead, and how. */
export function formsOf(html: string): { method: string; action: string }[] {
  return [...html.matchAll(/<form\b([^>]*)>/g)].map(([, attributes = '']) => ({
    method: (/\smethod="(\w+)"/.exec(attributes)?.[1] ?? 'get').toUpperCase(),
    action: /\saction="([^"]*)"/.exec(attributes)?.[1] ?? '',
  }));
}

/** True when a form leads to a route of ours by that route's method. */
export function isRouted(form: { method: string; action: string }, routes: readonly Route[]): boolean {
  const path = form.action.replace(/^\/en(?=\/|$)/, '').replace(/\?.*$/, '') || '/';
  return routes.some((route) => route.method === form.method && matches(route, path));
}
