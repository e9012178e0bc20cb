import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { DataExports } from '../../src/accounts/my-data/data-exports.service.js';
import { Database } from '../../src/database/database.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { findChromium, type Misdeeds, openWindow, startBrowser } from '../support/browser.js';
import { signedIn } from '../support/signed-in.js';
import { type Site, startSite } from '../support/site.js';
import { allRoutes, pages, type Reader, refusals, type Visit, type World, withoutPage } from './addresses.js';
import { axe, overflow, sendForm, spaceOut, storedItems, unfold, violationsOn } from './in-page.js';
import { offeredRoles } from './offered-roles.js';
import { ownSuggestion } from './own-suggestion.js';
import { rehearsedImport } from './rehearsed-import.js';
import { changedAddresses, copiedPasskey, vouchFor } from './ways-in.js';

const chromium = await findChromium();
const readers: readonly Reader[] = ['visitor', 'citizen', 'garant', 'staff', 'admin', 'newcomer', 'arriving'];
const demoNames: Partial<Record<Reader, string>> = {
  citizen: 'obcan',
  garant: 'garant',
  staff: 'sprava',
  admin: 'admin',
};
/** Windows of one reader at the same time. */
const windows = 3;

it('every route is either looked at here or known to show nothing', () => {
  const known = [...Object.keys(pages), ...Object.keys(refusals), ...withoutPage];
  expect(known.sort()).toEqual(allRoutes().sort());
});

describe.skipIf(!chromium)('every page', () => {
  let site: Site;
  let browser: Browser;
  let world: World;
  const contexts = new Map<Reader, BrowserContext>();
  const misdeeds: Misdeeds[] = [];

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      startSite({ OIDC_PROVIDERS: 'test/support/providers.yaml' }),
      startBrowser(chromium ?? ''),
    ]);
    for (const reader of readers) contexts.set(reader, await browserOf(reader));
    const { context } = await openWindow(browser, site.baseUrl);
    world = await worldOf(site, await linkFor(context, 'nekdo.novy@example.org'));
    await context.close();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it.each(readers)(
    'is accessible to a %s: full, empty and refused, light and dark, narrow and wide, folded and unfolded',
    async (reader) => {
      const all = [...Object.values(pages), ...Object.values(refusals)].flatMap((visitsOf) =>
        visitsOf(world),
      );
      const visits = all.filter(({ by }) => by === reader);
      expect(visits.length).toBeGreaterThan(3);
      // The first reader of a page is shown it in every way.
      const careFor = (visit: Visit): Care =>
        visit.forms.length > 0 || all.find(({ path }) => path === visit.path) === visit
          ? 'thorough'
          : 'brief';
      expect(await lookAtAll(visits, careFor)).toEqual([]);
    },
    300_000,
  );

  it('would be found out', async () => {
    const page = await windowOf('visitor');
    await page.goto('/prihlaseni');
    await page.evaluate(`{
      document.querySelector('h1').style.color = '#999';
      document.querySelector('label[for="email"]').remove();
      document.querySelector('main').append(Object.assign(document.createElement('pre'), { textContent: 'x'.repeat(999) }));
      document.querySelector('main pre').style.overflow = 'visible';
    }`);
    const found = (await violationsOn(page, 'everything')).map(({ rule }) => rule);
    expect(found).toEqual(expect.arrayContaining(['color-contrast', 'label']));
    expect(await overflow(page)).toBeGreaterThan(1000);
    await page.close();
  });

  it('is accessible in English', async () => {
    const visits = Object.values(pages).map((visitsOf) => visitsOf(world)[0]);
    const inEnglish = visits.flatMap((visit) => (visit ? [{ ...visit, path: `/en${visit.path}` }] : []));
    expect(await lookAtAll(inEnglish, () => 'brief')).toEqual([]);
  }, 300_000);

  it('asks no other host for anything, and meets no error in a script', () => {
    for (const { foreignRequests, errors } of misdeeds) {
      expect(foreignRequests).toEqual([]);
      expect(errors).toEqual([]);
    }
  });

  /** Looks at pages in a few windows at once; gives each problem once, with the first page that has it. */
  async function lookAtAll(visits: readonly Visit[], careFor: (visit: Visit) => Care): Promise<string[]> {
    const problems = new Map<string, string>();
    const waiting = [...visits];
    const work = async () => {
      // A window of its own for each reader: one that is used again is quicker than a new one.
      const own = new Map<Reader, Page>();
      for (let visit = waiting.shift(); visit; visit = waiting.shift()) {
        const page = own.get(visit.by) ?? (await windowOf(visit.by));
        own.set(visit.by, page);
        const found = await lookAt(page, visit, careFor(visit));
        const fresh = found.filter((problem) => !problems.has(problem));
        for (const problem of fresh) problems.set(problem, `${problem} (${visit.by}, ${visit.path})`);
      }
      for (const page of own.values()) await page.close();
    };
    await Promise.all(Array.from({ length: windows }, work));
    return [...problems.values()];
  }

  async function windowOf(reader: Reader): Promise<Page> {
    const context = contexts.get(reader);
    if (!context) throw new Error(`${reader} has no browser`);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return page;
  }

  async function browserOf(reader: Reader): Promise<BrowserContext> {
    const window = await openWindow(browser, site.baseUrl, { reducedMotion: 'reduce' });
    misdeeds.push(window.misdeeds);
    await window.context.addInitScript(axe);
    const { context, page } = window;
    if (reader === 'newcomer') {
      await page.goto(`/prihlaseni/overeni/${await linkFor(context, 'nova@example.org')}`);
      await page.getByLabel(/jmén|přezdívk/i).fill('Nová tady');
      await press(page);
    } else if (demoNames[reader]) {
      await page.goto(`/demo/prihlaseni/${demoNames[reader]}`);
      await press(page);
    }
    if (reader === 'newcomer' || reader === 'arriving')
      await vouchFor(site, context, `${reader}@mesto.example.org`);
    await page.close();
    return context;
  }

  /** Asks for a sign-in link and takes its token out of the mail. */
  async function linkFor(context: BrowserContext, email: string): Promise<string> {
    const page = await context.newPage();
    await page.goto('/prihlaseni');
    await page.getByLabel(/e-mail/i).fill(email);
    await press(page);
    await page.close();
    const mail = await site.application.get(Database).read.findOneByOrFail(OutboxMail, { recipient: email });
    return /\/prihlaseni\/overeni\/([\w-]+)/.exec(mail.body)?.[1] ?? '';
  }
});

/** Sends the form of the page, and waits for what comes after it. */
async function press(page: Page): Promise<void> {
  const before = page.url();
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL((url) => url.href !== before);
}

/** Whether a page is looked at in every way or only in one: who reads it changes little but its header. */
type Care = 'thorough' | 'brief';

/** Everything that is wrong with a page. */
async function lookAt(page: Page, visit: Visit, care: Care): Promise<string[]> {
  const problems: string[] = [];
  const judge = async (manner: string, extent: 'everything' | 'looks') => {
    const violations = await violationsOn(page, extent);
    problems.push(...violations.map(({ rule, where }) => `${rule} at ${where.join(', ')}, ${manner}`));
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
  const status = await openVisit(page, visit);
  if (status !== visit.status) problems.push(`status ${status} instead of ${visit.status} at ${visit.path}`);
  if (care === 'thorough') {
    await judge('wide, light, folded', 'everything');
    await unfold(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await judge('wide, dark, unfolded', 'looks');
    await page.emulateMedia({ colorScheme: 'light' });
  } else {
    await unfold(page);
    await page.emulateMedia({ colorScheme: 'dark' });
  }
  await page.setViewportSize({ width: 360, height: 800 });
  await judge('narrow, unfolded', 'everything');
  problems.push(...(await tooWide(page, visit, care === 'thorough' ? [1280, 360, 320] : [320])));
  if (visit.by === 'visitor') problems.push(...(await keptOf(page)));
  return problems;
}

/** In which windows one would have to scroll sideways; the last of them also with letters spaced out. */
async function tooWide(page: Page, { path }: Visit, widths: readonly number[]): Promise<string[]> {
  const problems: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const excess = await overflow(page);
    if (excess > 0) problems.push(`${excess} px too wide for ${width} px at ${path}`);
  }
  await spaceOut(page);
  if ((await overflow(page)) > 0) problems.push(`too wide with its letters spaced out at ${path}`);
  return problems;
}

async function openVisit(page: Page, { path, forms }: Visit): Promise<number> {
  const answer = await page.goto(path);
  let status = answer?.status() ?? 0;
  for (const { action, fields } of forms) status = await sendForm(page, action, fields);
  return status;
}

/** A visitor who only reads leaves nothing behind in the browser. */
async function keptOf(page: Page): Promise<string[]> {
  const cookies = await page.context().cookies();
  const stored = await storedItems(page);
  return [
    ...cookies.map(({ name }) => `the cookie ${name} is kept`),
    ...(stored > 0 ? [`${stored} items are kept in storage`] : []),
  ];
}

async function worldOf(site: Site, token: string): Promise<World> {
  const { read } = site.application.get(Database);
  const onPoint = `section_id IN (SELECT s.id FROM section s JOIN point p ON p.id = s.point_id WHERE p.slug = 'digitalizace')`;
  const comment = async (where: string): Promise<string> => {
    const found = await read
      .createQueryBuilder(Comment, 'comment')
      .where(`comment.voice = 'citizen' AND comment.${onPoint} AND ${where}`)
      .orderBy('comment.createdAt')
      .getOneOrFail();
    return found.id;
  };
  const suggestion = async (state: string, standing = 'fits'): Promise<number> => {
    const found = await read
      .createQueryBuilder(Suggestion, 'suggestion')
      .where(`suggestion.${onPoint} AND suggestion.state = :state AND suggestion.standing = :standing`, {
        state,
        standing,
      })
      .orderBy('suggestion.number')
      .getOneOrFail();
    return found.number;
  };
  return {
    comments: {
      waiting: await comment('comment.handledAt IS NULL'),
      handled: await comment('comment.handledAt IS NOT NULL AND comment.hiddenAt IS NULL'),
      hidden: await comment('comment.hiddenAt IS NOT NULL'),
    },
    suggestions: {
      open: await suggestion('open'),
      accepted: await suggestion('accepted'),
      declined: await suggestion('declined'),
      adapted: await suggestion('adapted'),
      overtaken: await suggestion('overtaken'),
      own: await ownSuggestion(site, 3, 'Navíc'),
      clashing: await ownSuggestion(site, 6, 'Víme, že začátky jsou velmi krušné.'),
      merged: await suggestion('open', 'merged'),
    },
    rehearsed: await rehearsedImport(site),
    token,
    emailChange: await changedAddresses(site),
    passkey: await copiedPasskey(site, 'jana.dvorakova@example.org'),
    officer: await offeredRoles(site),
    dataExport: await dataExportOf(site, 'jana.dvorakova@example.org'),
  };
}

async function dataExportOf(site: Site, email: string): Promise<string> {
  const { id } = await site.application.get(Database).read.findOneByOrFail(Account, { email });
  const exports = site.application.get(DataExports);
  await exports.request(await signedIn(site.application, id));
  await exports.work();
  return (await exports.newestOf(id))?.id ?? '';
}
