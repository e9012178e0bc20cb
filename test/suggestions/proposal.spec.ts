import { describe, expect, test } from 'vitest';
import { beforeAndAfter, problemsOf, proposalFrom, rebase } from '../../src/suggestions/proposal.js';

const section = { heading: 'Úřad', body: 'Úřad otevře v osm hodin a zavře v poledne.' };
const headless = { heading: null, body: section.body };
const typed = { kind: 'reword' as const, heading: 'Úřad', body: section.body };

describe('a proposal', () => {
  test('without a change is refused with a word, with one it is not', () => {
    const same = proposalFrom({ ...typed, body: `\n${section.body}\r\n  ` }, section);
    expect(problemsOf(same, section, false)).toEqual({ body: 'suggestions.problem.noChange' });
    const other = proposalFrom({ ...typed, body: 'Úřad otevře v sedm.' }, section);
    expect(problemsOf(other, section, false)).toEqual({});
    const renamed = proposalFrom({ ...typed, heading: 'Radnice' }, section);
    expect(problemsOf(renamed, section, false)).toEqual({});
  });

  test('needs heading and text', () => {
    const empty = proposalFrom({ ...typed, heading: ' ', body: '' }, section);
    expect(problemsOf(empty, section, false)).toEqual({
      heading: 'suggestions.problem.noHeading',
      body: 'suggestions.problem.noBody',
    });
  });

  test('gives no heading to a section that has none', () => {
    expect(proposalFrom({ ...typed, body: 'Jinak.' }, headless).heading).toBeNull();
  });

  test('of a new section starts empty where the form was left as it came', () => {
    const left = proposalFrom({ ...typed, kind: 'add' }, section);
    expect(left).toEqual({ kind: 'add', heading: '', body: '' });
    expect(Object.keys(problemsOf(left, section, false))).toEqual(['heading', 'body']);
    expect(beforeAndAfter(section, { ...left, heading: 'Nová', body: 'Text.' })).toEqual({
      before: '',
      after: 'Nová\n\nText.',
      headed: true,
    });
  });

  test('to remove is refused for the only section', () => {
    const removal = proposalFrom({ ...typed, kind: 'remove' }, section);
    expect(problemsOf(removal, section, true)).toEqual({ kind: 'suggestions.problem.onlySection' });
    expect(problemsOf(removal, section, false)).toEqual({});
    expect(beforeAndAfter(section, removal)).toEqual({
      before: `${section.heading}\n\n${section.body}`,
      after: '',
      headed: true,
    });
  });
});

describe('a proposal on an older wording', () => {
  const current = { heading: 'Úřad', body: 'Úřad otevře v sedm hodin a zavře v poledne.' };

  test('takes over what changed elsewhere', () => {
    const later = proposalFrom({ ...typed, body: section.body.replace('v poledne', 'večer') }, section);
    expect(rebase(later, section, current)).toEqual({
      moved: 'merged',
      proposal: { kind: 'reword', heading: 'Úřad', body: 'Úřad otevře v sedm hodin a zavře večer.' },
    });
  });

  test('keeps its words where both changed the same', () => {
    const other = proposalFrom({ ...typed, body: section.body.replace('osm', 'devět') }, section);
    expect(rebase(other, section, current)).toEqual({ moved: 'collides', proposal: other });
  });

  test('of a removal is to be read again, of a new section is not concerned', () => {
    const removal = proposalFrom({ ...typed, kind: 'remove' }, section);
    expect(rebase(removal, section, current).moved).toBe('reread');
    const addition = proposalFrom({ ...typed, kind: 'add', body: 'Nový text.' }, section);
    expect(rebase(addition, section, current).moved).toBeNull();
  });
});
