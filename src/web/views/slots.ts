/**
 * A page is rendered once for all readers, with holes for what belongs to one of them: the token in forms, the name in
 * the header, one's own vote. NUL marks a hole, because no text of ours or of a citizen may contain it.
 */
const mark = '\0';

/** Values for the holes of a page, by name. */
export type Slots = Record<string, string>;

/** What the template puts where a reader's own part goes. */
export function slotMarker(name: string): string {
  return `${mark}${name}${mark}`;
}

/** Text and holes in turn: even places are text, odd places are names of holes. */
export type SlottedPage = readonly string[];

/** Cuts a rendered page at its holes. */
export function cutAtSlots(rendered: string): SlottedPage {
  return rendered.split(mark);
}

/** @throws Error when a hole has no value: a programming error. */
export function fillSlots(page: SlottedPage, slots: Slots): string {
  let filled = '';
  for (let place = 0; place < page.length; place += 1) {
    const part = page[place] ?? '';
    if (place % 2 === 0) filled += part;
    else {
      const value = slots[part];
      if (value === undefined) throw new Error(`Nothing to put into slot ${part}`);
      filled += value;
    }
  }
  return filled;
}
