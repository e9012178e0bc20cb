import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const waiting = { timeout: 10_000, interval: 25 };

/** Whether what has the focus is this. */
export function focused(page: Page, selector: string): Promise<boolean> {
  return page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`);
}

/** In the page: what has the focus without showing it within the window; null when all is well. */
const unseenFocus = `(() => {
  const active = document.activeElement;
  if (active === document.body) return null;
  const shown = active.matches('.diff-input') ? active.nextElementSibling : active;
  const { top, bottom, left, right } = shown.getBoundingClientRect();
  const inside = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  const ringed = parseFloat(getComputedStyle(shown).outlineWidth) >= 2;
  return inside && ringed ? null : shown.outerHTML.slice(0, 200);
})()`;

/** Presses Tab until it gets there; all that is passed can be seen. */
export async function tabTo(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 200; steps += 1) {
    await page.keyboard.press(key);
    expect(await page.evaluate(unseenFocus)).toBeNull();
    if (await focused(page, selector)) return;
  }
  throw new Error(`${selector} cannot be reached at ${page.url()}`);
}

/** Presses a key that leads to another page, and waits for it. */
export async function arrive(page: Page, key: string): Promise<void> {
  await page.evaluate('window.left = true');
  await page.keyboard.press(key);
  await until(page, '!window.left && document.readyState === "complete"');
}

/** Waits for what the page says aloud. */
export function says(page: Page, words: RegExp): Promise<void> {
  return expect
    .poll(() => page.evaluate('document.getElementById("stav").textContent'), waiting)
    .toMatch(words);
}

export function focusWithin(page: Page, selector: string): Promise<void> {
  return until(page, `document.activeElement.closest(${JSON.stringify(selector)})`);
}

/** Waits until an expression holds there, also while the page is being left. */
export function until(page: Page, expression: string): Promise<void> {
  return expect.poll(() => page.evaluate(`Boolean(${expression})`).catch(() => false), waiting).toBe(true);
}

export function scrolled(page: Page): Promise<number> {
  return page.evaluate('window.scrollY');
}

export async function current(page: Page): Promise<string> {
  return new URL(page.url()).pathname;
}

/** What the address points at. */
export async function target(page: Page): Promise<string> {
  return new URL(page.url()).hash;
}
