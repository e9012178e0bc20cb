import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtSlots, fillSlots, slotMarker } from '../../src/web/views/slots.js';

const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));

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
          expect(fillSlots(cutAtSlots(rendered), values)).toBe(expected);
        },
      ),
    );
  });

  it('refuses to leave a slot empty by mistake', () => {
    expect(() => fillSlots(cutAtSlots(`a${slotMarker('vote:9')}b`), {})).toThrow('vote:9');
  });
});
