import { describe, expect, test } from 'vitest';
import { Point } from '../../src/programme/point.entity.js';
import type { SectionInContext } from '../../src/programme/points.service.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { weigh } from '../../src/suggestions/board.js';
import { boardPage } from '../../src/suggestions/board.page.js';
import type { Proposal } from '../../src/suggestions/proposal.js';

const current = { heading: 'Úřad', body: 'Úřad otevře v sobotu dopoledne.' };
const context = {
  programme: Object.assign(new Programme(), { uid: 'kraj', title: 'Kraj' }),
  point: Object.assign(new Point(), { slug: 'urad', title: 'Úřad', shortTitle: null }),
  section: { ...current, kind: 'heading', number: 1 },
} as unknown as SectionInContext;

function pageOf(proposals: readonly Proposal[]) {
  const fitting = proposals.map((proposal, index) => ({
    number: index + 1,
    author: 'Jana',
    supports: 0,
    opposes: 0,
    standing: 'fits' as const,
    proposal,
    reason: 'Vyhovuje to víc.',
    base: current,
  }));
  const work = weigh(current, fitting);
  for (let step = work.next(); ; step = work.next())
    if (step.done) return boardPage(context, { fitting, colliding: [], left: 0 }, step.value, 'cs');
}
const at = (day: string): Proposal => ({
  kind: 'reword',
  ...current,
  body: current.body.replace('v sobotu', day),
});

describe('the board of a section', () => {
  test('names a few that exclude each other, and counts many', () => {
    const days = ['v pondělí', 'v úterý', 've středu', 've čtvrtek', 'v pátek', 'v neděli', 'dnes', 'zítra'];
    expect(pageOf(days.map(at)).groups[0]?.title).toBe('Vylučují se: č. 1, 2, 3, 4, 5, 6, 7, 8');
    expect(pageOf([...days, 'hned'].map(at)).groups[0]?.title).toBe('Vylučuje se 9 návrhů');
  });

  test('marks a place with a few that clash there and the number of others, and has all of them in its list', () => {
    const days = ['v pondělí', 'v úterý', 've středu', 've čtvrtek', 'v pátek'].map(at);
    const [first] = pageOf(days).groups[0]?.members ?? [];
    expect(first?.html).toContain('<span class="diff-note">× č. 2, 3, 4, 5</span>');
    const [one] = pageOf([...days, at('v neděli'), at('zítra')]).groups[0]?.members ?? [];
    expect(one?.html).toContain('<span class="diff-note">× č. 2, 3, 4 a 3 další</span>');
    expect(one?.against.map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test('lists who want the section gone apart, and does not repeat them at all the others', () => {
    const page = pageOf([at('v pátek'), { kind: 'remove', heading: null, body: '' }, at('v neděli')]);
    expect(page.removals.map(({ number, against }) => [number, against])).toEqual([[2, []]]);
    expect(page.groups[0]?.members.map(({ against }) => against.map(({ number }) => number))).toEqual([
      [3],
      [1],
    ]);
    expect(page.isRemovalOnly).toBe(false);
    expect(pageOf([{ kind: 'remove', heading: null, body: '' }]).isRemovalOnly).toBe(true);
  });
});
