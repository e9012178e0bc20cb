import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** What axe has against something on a page. */
export interface Violation {
  rule: string;
  /** Selectors of what has it, at most three. */
  where: string[];
}

const require = createRequire(import.meta.url);

/** The script that windows need for `violationsOn`. */
export const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const everything = { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } } };
/** What changes with colours and with the width of the window alone. */
const looks = { runOnly: { type: 'rule', values: ['color-contrast', 'target-size', 'link-in-text-block'] } };

/** Everything axe knows, or only what depends on colours and width. */
export async function violationsOn(page: Page, extent: 'everything' | 'looks'): Promise<Violation[]> {
  const options = {
    ...(extent === 'everything' ? everything : looks),
    resultTypes: ['violations'],
    preload: false,
    iframes: false,
  };
  return page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations.map(({ id, nodes }) => ({
      rule: id, where: nodes.slice(0, 3).map(({ target }) => target.join(' ')),
    })))`,
  );
}

/** Unfolds everything that can be unfolded, at once. */
export function unfold(page: Page): Promise<void> {
  return page.evaluate(`for (const details of document.querySelectorAll('details')) {
    details.removeAttribute('name');
    details.open = true;
  }`);
}

/** Sets lines, words and letters as far apart as a reader may want them (WCAG 1.4.12). */
export function spaceOut(page: Page): Promise<void> {
  return page.evaluate(`{
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets = [sheet];
  }`);
}

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** How many things the site keeps in this browser, besides cookies. */
export function storedItems(page: Page): Promise<number> {
  return page.evaluate('localStorage.length + sessionStorage.length');
}

/**
 * Sends a form of the page with these fields the plain way, past the browser's own checks and our scripts; one without
 * a form of its own on this page is made up, with the page's token.
 */
export async function sendForm(page: Page, action: string, fields: Record<string, string>): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForNavigation({ waitUntil: 'load' }),
    page.evaluate(`{
      const action = ${JSON.stringify(action)};
      const known = [...document.forms].find((form) => form.getAttribute('action')?.split('?')[0] === action && form.method === 'post');
      const form = known ?? document.createElement('form');
      const set = (name, value) => {
        form.querySelectorAll('[name="' + name + '"]').forEach((field) => field.remove());
        const field = document.createElement('input');
        field.type = 'hidden';
        field.name = name;
        field.value = value;
        form.append(field);
      };
      if (!known) {
        form.method = 'post';
        form.action = action;
        set('_csrf', document.querySelector('[name="_csrf"]').value);
        document.body.append(form);
      }
      for (const [name, value] of Object.entries(${JSON.stringify(fields)})) set(name, value);
      HTMLFormElement.prototype.submit.call(form);
    }`),
  ]);
  return answer?.status() ?? 0;
}
