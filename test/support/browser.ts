import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium of the system, else the one that comes as a package; null when neither can be had. */
export async function findChromium(): Promise<string | null> {
  const named = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = named.find((path) => path !== undefined && existsSync(path));
  if (found) return found;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } catch {
    return null;
  }
}

/** A headless browser; to be closed by whoever started it. Letters are 16 px high unless its owner wants others. */
export async function startBrowser(executablePath: string, letterSize = 16): Promise<Browser> {
  const args = [...flags, `--blink-settings=defaultFontSize=${letterSize}`];
  return chromium.launch({ executablePath, headless: true, args });
}

/** What a page did that it should not have: asked another host, or met an error in a script. */
export interface Misdeeds {
  foreignRequests: string[];
  errors: string[];
}

/** A window onto the site in which nothing but the site may be asked for anything. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page; misdeeds: Misdeeds }> {
  const context = await browser.newContext({
    baseURL,
    locale: 'cs-CZ',
    timezoneId: 'Europe/Prague',
    ...options,
  });
  const misdeeds: Misdeeds = { foreignRequests: [], errors: [] };
  const ownOrigin = new URL(baseURL).origin;
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== ownOrigin) misdeeds.foreignRequests.push(request.url());
  });
  context.on('weberror', (error) => misdeeds.errors.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      misdeeds.errors.push(message.text());
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return { context, page, misdeeds };
}
