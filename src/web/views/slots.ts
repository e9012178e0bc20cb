import { randomBytes } from 'node:crypto';

/**
 * A page is rendered once for all readers, with holes for what belongs to one of them: the token in forms, the name in
 * the header, one's own vote. A hole is marked by a number that nobody can guess, so that no text of a citizen can
 * become one.
 */
const mark = randomBytes(16).toString('hex');
const hole = new RegExp(`\\x00${mark}:([^\\x00]*)\\x00`);

/**
 * Values for the holes of a page, by name; a function is asked only if the page has the hole. `kind:*` is for holes
 * `kind:…` that have none of their own: things in a list that changed after the page was rendered.
 */
export type Slots = Record<string, string | (() => string)>;

/** What the template puts where a reader's own part goes. */
export function slotMarker(name: string): string {
  return `\0${mark}:${name}\0`;
}

/** Text and holes in turn: even places are text, odd places are names of holes. */
export type SlottedPage = readonly string[];

/** Cuts a rendered page at its holes. */
export function cutAtSlots(rendered: string): SlottedPage {
  return rendered.split(hole);
}

/** @throws Error when a hole has no value: a programming error. */
export function fillSlots(page: SlottedPage, slots: Slots): string {
  let filled = '';
  for (let place = 0; place < page.length; place += 1) {
    const part = page[place] ?? '';
    filled += place % 2 === 0 ? part : textFor(part, slots);
  }
  return filled;
}

/** A page whose text is ready to be sent: encoding it costs more than putting it together. */
export type EncodedPage = readonly (Buffer | string)[];

export function encodeTexts(page: SlottedPage): EncodedPage {
  return page.map((part, place) => (place % 2 === 0 ? Buffer.from(part) : part));
}

/** @throws Error when a hole has no value: a programming error. */
export function fillEncoded(page: EncodedPage, slots: Slots): Buffer {
  return Buffer.concat(
    page.map((part) => (typeof part === 'string' ? Buffer.from(textFor(part, slots)) : part)),
  );
}

function textFor(name: string, slots: Slots): string {
  const value = slots[name] ?? slots[name.replace(/:.*/, ':*')];
  if (value === undefined) throw new Error(`Nothing to put into slot ${name}`);
  return typeof value === 'string' ? value : value();
}
