import fc from 'fast-check';
import Handlebars from 'handlebars';
import { expect, it } from 'vitest';
import { Assets } from '../../../src/web/assets.js';
import { registerHelpers } from '../../../src/web/views/helpers.js';

const hbs = Handlebars.create();
registerHelpers(hbs, new Assets(false));

const given = (template: string, model: object) => hbs.compile(template)(model);
const yes = (condition: string, model: object) => given(`{{#if ${condition}}}yes{{/if}}`, model) === 'yes';

const anything = fc.oneof(
  fc.constantFrom<unknown>([], [''], {}, '', '0', 0, 1, null, undefined, true, false, Number.NaN),
  fc.string(),
  fc.array(fc.integer()),
);

it('`or`, `and` and `not` take for true what `if` does, whatever it is', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      const [isA, isB] = [yes('a', { a }), yes('b', { b })];
      expect(yes('(or a b)', { a, b })).toBe(isA || isB);
      expect(yes('(and a b)', { a, b })).toBe(isA && isB);
      expect(yes('(not a)', { a })).toBe(!isA);
    }),
  );
});

it('an empty list is nothing, alone or among others', () => {
  const model = { none: [], one: [1], no: false };
  expect(yes('(or none no)', model)).toBe(false);
  expect(yes('(or none one)', model)).toBe(true);
  expect(yes('(and none one)', model)).toBe(false);
  expect(yes('(and one one)', model)).toBe(true);
  expect(yes('(not none)', model)).toBe(true);
  expect(yes('(not one)', model)).toBe(false);
});

it('`within` holds for a path and what is below it, not for one that only begins alike', () => {
  const isWithin = (path: string) => yes("(within path '/ucet')", { path });
  expect(['/ucet', '/ucet/klice', '/ucet/klice/1'].map(isWithin)).toEqual([true, true, true]);
  expect(['/', '/ucetnictvi', '/muj/ucet'].map(isWithin)).toEqual([false, false, false]);
});
