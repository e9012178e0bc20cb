import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Misdeeds, openWindow } from '../support/browser.js';
import type { Site } from '../support/site.js';

/** One person's browser. */
export class Person {
  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly misdeeds: Misdeeds,
  ) {}

  async button(name: string | RegExp, within = this.page.locator('main')): Promise<void> {
    await within.getByRole('button', { name }).first().click();
  }

  async text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** Signs in as one of the demo's people. */
  async become(name: string): Promise<void> {
    await this.page.goto(`/demo/prihlaseni/${name}`);
    await this.page.locator('main form button').click();
  }
}

/** A person with a new browser window on the site. */
export async function newPerson(browser: Browser, site: Site, javaScriptEnabled: boolean): Promise<Person> {
  const { page, context, misdeeds } = await openWindow(browser, site.baseUrl, { javaScriptEnabled });
  return new Person(page, context, misdeeds);
}
