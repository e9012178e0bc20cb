import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordTokens } from '../../src/programme/wording/words.js';
import { carryAlong } from '../../src/suggestions/carried.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { tryAgain } from '../../src/suggestions/try-again.js';

const base = {
  heading: 'Autobusy',
  body: 'Autobusy jezdí každou hodinu. Na zastávkách je jízdní řád. Jízdenku koupíte u řidiče.',
};
const reword = (body: string, heading: string | null = base.heading): Proposal => ({
  kind: 'reword',
  heading,
  body,
});
const own = reword(base.body.replace('hodinu', 'půlhodinu'));
const elsewhere = { ...base, body: base.body.replace('řidiče', 'řidiče nebo v aplikaci') };
const words = fc
  .array(fc.constantFrom('autobus', 'jede', 'ráno', 'večer', 'domů', 'a', 'často', '.', ','), {
    minLength: 3,
    maxLength: 14,
  })
  .map((list) => list.join(' '));
const wording = words.map((body) => ({ heading: 'Autobusy', body }));

describe('a suggestion tried on a text that went on', () => {
  test('fits where the text is as its author saw it', () => {
    expect(tryAgain(own, base, base)).toEqual({ standing: 'fits', proposal: own });
  });

  test('is merged where other words changed, and says both', () => {
    const body = elsewhere.body.replace('hodinu', 'půlhodinu');
    expect(tryAgain(own, base, elsewhere)).toMatchObject({ standing: 'merged', proposal: { body } });
  });

  test('goes along silently with corrections of typography', () => {
    const corrected = { ...base, body: base.body.replace('Na zastávkách', 'Na zastávkách') };
    expect(tryAgain(own, base, corrected)).toMatchObject({ standing: 'fits' });
  });

  test('collides where the same words changed otherwise, and keeps its own', () => {
    const other = { ...base, body: base.body.replace('hodinu', 'dvě hodiny') };
    expect(tryAgain(own, base, other)).toEqual({ standing: 'collides', proposal: own });
  });

  test('is overtaken where the text says the same, also together with more', () => {
    expect(tryAgain(own, base, own)).toEqual({ overtaken: 'fulfilled' });
    const more = { ...base, body: elsewhere.body.replace('hodinu', 'půlhodinu') };
    expect(tryAgain(own, base, more)).toEqual({ overtaken: 'fulfilled' });
  });

  test('is overtaken where the text no longer has its section', () => {
    expect(tryAgain(own, base, null)).toEqual({ overtaken: 'gone' });
  });

  test('asks again before a section goes that says something else by now', () => {
    const remove: Proposal = { kind: 'remove', heading: base.heading, body: '' };
    expect(tryAgain(remove, base, base)).toMatchObject({ standing: 'fits' });
    expect(tryAgain(remove, base, elsewhere)).toMatchObject({ standing: 'merged' });
  });

  test('is what it was once the text is what it was, whatever was in between', () => {
    fc.assert(
      fc.property(wording, words, (before, proposed) => {
        const proposal = reword(proposed, before.heading);
        const again = tryAgain(proposal, before, before);
        expect(again).toEqual(
          proposed.trim() === before.body.trim()
            ? { overtaken: 'fulfilled' }
            : { standing: 'fits', proposal },
        );
      }),
    );
  });

  test('says no word that is neither its own nor the text’s', () => {
    fc.assert(
      fc.property(wording, words, wording, (before, proposed, current) => {
        const attempt = tryAgain(reword(proposed, before.heading), before, current);
        if (!('proposal' in attempt)) return;
        const known = new Set(spoken(`${before.body} ${proposed} ${current.body}`));
        for (const word of spoken(attempt.proposal.body)) expect(known).toContain(word);
      }),
      { numRuns: 1000 },
    );
  });
});

/** The words without the marks: a full stop may well come to stand behind another word. */
function spoken(text: string): string[] {
  return wordTokens(text)
    .filter(({ kind }) => kind === 'word')
    .map((token) => token.text);
}

describe('a suggestion carried along', () => {
  const buses = { ...base, sectionId: 'autobusy' };
  const both = { heading: 'Doprava', body: `${base.body}\n\nSilnice opravíme do roku 2028.` };
  const texts = new Map([['doprava', both]]);
  const wordingOf = (id: string) => texts.get(id) ?? null;
  const intoTransport = (id: string) => (id === 'autobusy' ? 'doprava' : null);
  const carried = { own, base: buses, sectionId: 'autobusy' };

  test('goes with its section into the one that section was merged into', () => {
    expect(carryAlong(carried, wordingOf, intoTransport)).toMatchObject({
      sectionId: 'doprava',
      attempt: { standing: 'merged', proposal: { body: both.body.replace('hodinu', 'půlhodinu') } },
    });
  });

  test('is at home again once its section is cut out anew', () => {
    const apart = new Map<string, typeof base>([...texts, ['autobusy', base]]);
    expect(
      carryAlong({ ...carried, sectionId: 'doprava' }, (id) => apart.get(id) ?? null, intoTransport),
    ).toEqual({ sectionId: 'autobusy', attempt: { standing: 'fits', proposal: own } });
  });

  test('stays where it went when its first section is in another text', () => {
    expect(carryAlong({ ...carried, sectionId: 'doprava' }, wordingOf, () => null)).toMatchObject({
      sectionId: 'doprava',
    });
  });

  test('does not take the other words of that section out with it', () => {
    const remove: Proposal = { kind: 'remove', heading: base.heading, body: '' };
    expect(carryAlong({ ...carried, own: remove }, wordingOf, intoTransport)).toEqual({
      sectionId: 'autobusy',
      attempt: { overtaken: 'gone' },
    });
  });

  test('is left behind where its section went nowhere, even round in a circle', () => {
    const gone = { sectionId: 'autobusy', attempt: { overtaken: 'gone' } };
    expect(carryAlong(carried, wordingOf, () => null)).toEqual(gone);
    const inCircle = (id: string) => (id === 'autobusy' ? 'vlaky' : 'autobusy');
    expect(carryAlong(carried, wordingOf, inCircle)).toEqual(gone);
  });
});
