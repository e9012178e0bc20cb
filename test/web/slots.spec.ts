import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtSlots, encodeTexts, fillEncoded, fillSlots, slotMarker } from '../../src/web/views/slots.js';

const text = fc.string({ unit: fc.constantFrom('\0', 'a', 'csrf', ':', '<', 'vote:3', 'ž') });

describe('slots of a page', () => {
  it('puts each value where its slot is and leaves all else to the letter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.constantFrom('csrf', 'vote:3', 'flash'))),
        text,
        (parts, end) => {
          const rendered = parts.map(([before, name]) => before + slotMarker(name)).join('') + end;
          const values = { csrf: '<token>', 'vote:3': '<vote>', flash: '' };
          const expected = parts.map(([before, name]) => before + values[name]).join('') + end;
          const page = cutAtSlots(rendered);
          expect(fillSlots(page, values)).toBe(expected);
          expect(fillEncoded(encodeTexts(page), values).toString()).toBe(expected);
        },
      ),
    );
  });

  it('takes nothing that a citizen can type for a slot', () => {
    const forged = ['\0csrf\0', '\0:csrf\0', `\0${'0'.repeat(32)}:csrf\0`, '\0'];
    for (const typed of forged) expect(fillSlots(cutAtSlots(typed), { csrf: 'secret' })).toBe(typed);
  });

  it('refuses to leave a slot empty by mistake', () => {
    const page = cutAtSlots(`a${slotMarker('vote:9')}b`);
    expect(() => fillSlots(page, {})).toThrow('vote:9');
    expect(() => fillEncoded(encodeTexts(page), {})).toThrow('vote:9');
  });
});
