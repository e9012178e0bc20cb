import { afterEach, expect, test } from 'vitest';
import { setClock } from '../../src/database/time.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { type Consolidating, Consolidations } from '../../src/suggestions/consolidations.service.js';
import type { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { type Person, texts } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('several suggestions made the text at once', (database) => {
  const here = deskWorld(database);
  const acceptances = () => here.app.application.get(Acceptances);
  const consolidations = () => here.app.application.get(Consolidations);
  afterEach(async () => {
    setClock();
    await here.reword(2, texts.second);
  });
  const publish = async (
    garant: Person,
    picked: readonly Suggestion[],
    more: Partial<Consolidating> = {},
  ) => {
    const viewer = await here.viewer(garant);
    const { sectionId, revisionId } = await here.section(2);
    const numbers = picked.map(({ number }) => number);
    const fields = { sectionId, viewer, numbers, revisionId, edited: null, statement: null, ...more };
    return here.write((manager) => consolidations().publish(manager, fields));
  };
  const change = (author: Person, from: string, to: string) =>
    here.suggest(author, texts.second.replace(from, to));
  const add = async (author: Person, heading: string) => {
    const { sectionId, revisionId } = await here.section(2);
    const proposal = { kind: 'add' as const, heading, body: `${heading}: nový text.` };
    const fresh = {
      sectionId,
      revisionId,
      authorId: author.id,
      proposal,
      reason: 'Protože to v textu chybí.',
    };
    const suggestions = here.app.application.get(Suggestions);
    return here.write(async (manager) => (await suggestions.publish(manager, fresh)).suggestion);
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof Refusal ? `${error.status} ${error.key ?? ''}`.trim() : error),
    );
  const people = async () => ({
    jana: await here.person('Jana', 'jana'),
    eva: await here.person('Eva'),
    petr: await here.person('Petr'),
  });
  const kinds = async ({ id }: Suggestion) =>
    (
      await here.app.database.read.find(SuggestionEvent, {
        where: { suggestionId: id },
        order: { number: 'ASC' },
      })
    ).map(({ kind }) => kind);

  test('are not more than twelve', async () => {
    const { jana, eva } = await people();
    const added: Suggestion[] = [];
    for (let i = 1; i <= 13; i++) added.push(await add(eva, `Další část ${i}`));
    expect(await refusal(publish(jana, added))).toBe('409 suggestions.refusal.tooManyPicked');
    const before = await here.sections();
    expect(await refusal(publish(jana, added.slice(0, 12)))).toBe('done');
    expect(await here.sections()).toHaveLength(before.length + 12);
  });

  test('become one version that credits all, each decided, with its wording and its mail', async () => {
    const { jana, eva, petr } = await people();
    const one = await change(eva, 'na internetu', 'na webu úřadu');
    const two = await change(petr, 'bez podpisu na papíře', 'i bez podpisu');
    const three = await add(eva, 'Kde');
    const four = await add(petr, 'Kdy');
    const before = (await here.point()).versionNumber;
    const version = await publish(jana, [four, two, one, three], { statement: 'Všem děkuji.' });
    expect(version).toMatchObject({
      number: before + 1,
      cause: 'acceptance',
      authorId: null,
      actorId: jana.id,
      note: `Společně přijaté návrhy č. ${one.number}, ${two.number}, ${three.number}, ${four.number}`,
    });
    const section = await here.section(2);
    expect(section.body).toBe('Formuláře budou k dispozici na webu úřadu a půjdou poslat i bez podpisu.');
    const sections = await here.sections();
    const at = sections.findIndex(({ number }) => number === 2);
    expect(sections.slice(at + 1, at + 3).map(({ heading }) => heading)).toEqual(['Kde', 'Kdy']);
    const results = [section, section, sections[at + 1], sections[at + 2]];
    for (const [index, { number, id }] of [one, two, three, four].entries()) {
      expect(await here.suggestion(number)).toMatchObject({
        state: 'accepted',
        statement: 'Všem děkuji.',
        versionId: version.id,
        resultRevisionId: results[index]?.revisionId,
      });
      expect((await here.mails(id)).length).toBe(1);
    }
    // Taken back, all of them wait again and the text is what it was.
    const viewer = await here.viewer(jana);
    await here.write((manager) => acceptances().undo(manager, { number: two.number, viewer }));
    expect((await here.section(2)).body).toBe(texts.second);
    for (const each of [one, two, three, four]) {
      expect(await here.suggestion(each.number)).toMatchObject({ state: 'open', versionId: null });
      expect(await here.mails(each.id)).toEqual([]);
      expect(await kinds(each)).toEqual(['published', 'accepted', 'undone']);
    }
  });

  test('are accepted with changes only where the garant’s wording no longer says what they say', async () => {
    const { jana, eva, petr } = await people();
    const one = await change(eva, 'na internetu', 'na síti');
    const two = await change(petr, 'bez podpisu na papíře', 'i bez vlastní ruky');
    const { heading } = await here.section(2);
    const body = 'Formuláře budou k dispozici na síti a půjdou poslat bez razítka.';
    await publish(jana, [one, two], { edited: { heading, body } });
    expect((await here.section(2)).body).toBe(body);
    expect((await here.suggestion(one.number)).state).toBe('accepted');
    expect((await here.suggestion(two.number)).state).toBe('adapted');
  });

  test('are refused where they exclude each other, the text, or nothing would change, and nothing happens', async () => {
    const { jana, eva, petr } = await people();
    const one = await change(eva, 'na internetu', 'v počítači');
    const two = await change(petr, 'na internetu', 'v mobilu');
    const elsewhere = await here.suggest(eva, `${texts.third} Všechna.`, 3);
    const before = (await here.point()).versionNumber;
    expect(await refusal(publish(jana, [one, two]))).toBe('409 suggestions.refusal.exclude');
    expect(await refusal(publish(jana, []))).toBe('409 suggestions.refusal.nothingPicked');
    expect(await refusal(publish(jana, [one, elsewhere]))).toBe('404');
    expect(await refusal(publish(petr, [one]))).toBe('404');
    const { heading, body } = await here.section(2);
    expect(await refusal(publish(jana, [one], { edited: { heading, body } }))).toBe(
      '409 suggestions.refusal.noChange',
    );
    await here.reword(2, texts.second.replace('na internetu', 'všude'));
    expect(await refusal(publish(jana, [one]))).toBe('409 suggestions.refusal.oneCollides');
    const { revisionId } = await here.section(1);
    expect(await refusal(publish(jana, [one], { revisionId }))).toBe('409 suggestions.refusal.movedOn');
    expect((await here.suggestion(one.number)).state).toBe('open');
    expect((await here.point()).versionNumber).toBe(before + 1);
  });

  test('picked by several at once, with one of them accepted meanwhile, are decided once and never by halves', async () => {
    const { jana, eva, petr } = await people();
    const one = await change(eva, 'Formuláře budou', 'Papíry budou');
    const two = await change(petr, 'k dispozici', 'ke stažení');
    const three = await change(eva, 'bez podpisu na papíře', 'bez cesty na úřad');
    const before = (await here.point()).versionNumber;
    const viewer = await here.viewer(jana);
    const attempts = Array.from({ length: 12 }, (_, index) => {
      if (index % 3 === 0) return publish(jana, [one, two]);
      if (index % 3 === 1) return publish(jana, [two, three]);
      return here.write((manager) =>
        acceptances().accept(manager, { number: two.number, viewer, statement: null }),
      );
    });
    const outcomes = await Promise.all(attempts.map(refusal));
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBe(1);
    expect(
      outcomes.filter((outcome) => outcome !== 'done').every((outcome) => String(outcome).startsWith('409')),
    ).toBe(true);
    const point = await here.point();
    expect(point.versionNumber).toBe(before + 1);
    const version = await here.app.database.read.findOneByOrFail(PointVersion, {
      pointId: point.id,
      number: point.versionNumber,
    });
    const { body } = await here.section(2);
    const words = { [one.number]: 'Papíry', [two.number]: 'ke stažení', [three.number]: 'bez cesty' };
    for (const { number, id } of [one, two, three]) {
      const { state, versionId } = await here.suggestion(number);
      expect(state === 'accepted').toBe(versionId === version.id);
      expect(body.includes(words[number] ?? '?')).toBe(state === 'accepted');
      expect((await here.mails(id)).length).toBe(state === 'accepted' ? 1 : 0);
    }
  });
});
