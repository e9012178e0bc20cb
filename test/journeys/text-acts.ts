import type { Person } from './person.js';

/** The point of the demo that the journeys lead to. */
export const point = '/program/kraj2020/digitalizace';

/** Words to be found, and what to put in their place. */
export type Change = readonly [from: string, to: string];

/** Writes a change into the open form and sends it; gives what is in its field then. */
export async function rewrite(
  { page }: Person,
  [from, to]: Change,
  why: Record<string, string>,
): Promise<void> {
  const body = page.locator('textarea[name=body]');
  const text = await body.inputValue();
  if (!text.includes(from)) throw new Error(`The text does not say: ${from}`);
  await body.fill(text.replace(from, to));
  for (const [name, value] of Object.entries(why)) await page.locator(`textarea[name=${name}]`).fill(value);
  await page.locator('main form button[name=intent][value=send]').first().click();
}

/** Suggests a change of a section on its own form; gives the suggestion's address. */
export async function suggest(person: Person, section: number, change: Change): Promise<string> {
  await person.page.goto(`${point}/sekce/${section}/navrh`);
  await rewrite(person, change, { reason: 'Takhle tomu porozumí i ten, kdo to čte poprvé.' });
  await person.page.locator('h1', { hasText: /^Návrh č\. / }).waitFor();
  return new URL(person.page.url()).pathname;
}

/** Changes the text itself, as its garant may. */
export async function changeText(garant: Person, section: number, change: Change): Promise<void> {
  await garant.page.goto(`${point}/sekce/${section}/uprava`);
  await rewrite(garant, change, { note: 'Po poradě s obcemi.' });
  await garant.page.locator('main', { hasText: change[1] }).waitFor();
  await garant.page.waitForURL((url) => !url.pathname.endsWith('/uprava'));
}

/** Opens the newest mail to an address whose subject fits, and follows its first link of that kind. */
export async function followMail(person: Person, to: string, subject: RegExp, link: string): Promise<string> {
  const { page } = person;
  await page.goto(`/demo/posta?komu=${encodeURIComponent(to)}`);
  const mail = page.locator('.mail', { hasText: subject }).first();
  const text = await mail.innerText();
  await mail.locator(`.mail-body a[href*="${link}"]`).first().click();
  return text;
}
