import { expect, test } from 'vitest';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointGarant } from '../../src/programme/point-garant.entity.js';
import { Section } from '../../src/programme/section.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { OwnWords } from '../../src/suggestions/own-words.service.js';
import type { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { Refusal } from '../../src/web/refusal.js';
import { type Person, texts } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('taking a decision back', (database) => {
  const here = deskWorld(database);
  const acceptances = () => here.app.application.get(Acceptances);
  const deciding = async ({ number }: Suggestion, garant: Person) => ({
    number,
    viewer: await here.viewer(garant),
    statement: 'Máme k tomu důvod.',
  });
  const accept = async (one: Suggestion, garant: Person, body?: string) => {
    const edited = body === undefined ? {} : { edited: { heading: 'Formuláře', body } };
    const accepting = { ...(await deciding(one, garant)), ...edited };
    return here.write((manager) => acceptances().accept(manager, accepting));
  };
  const decline = async (one: Suggestion, garant: Person) => {
    const declining = await deciding(one, garant);
    await here.write((manager) => acceptances().decline(manager, declining));
  };
  const undo = async (one: Suggestion, garant: Person) => {
    const undoing = await deciding(one, garant);
    return here
      .write((manager) => acceptances().undo(manager, undoing))
      .then(
        () => 'undone',
        (error: unknown) => (error instanceof Refusal ? error.key : error),
      );
  };
  const kinds = async ({ id }: Suggestion) =>
    (
      await here.app.database.read.find(SuggestionEvent, {
        where: { suggestionId: id },
        order: { number: 'ASC' },
      })
    ).map(({ kind }) => kind);
  const people = async () => ({
    jana: await here.person('Jana', 'jana'),
    eva: await here.person('Eva'),
    adam: await here.person('Adam'),
  });

  test('tries what was declined on the text that went on meanwhile', async () => {
    const { jana, eva, adam } = await people();
    const online = await here.suggest(eva, texts.second.replace('na internetu', 'na webu'));
    const everywhere = await here.suggest(adam, texts.second.replace('na internetu', 'na poštách'));
    const fulfilled = await here.suggest(adam, texts.second.replace('na internetu', 'na webu'));
    await decline(everywhere, jana);
    await decline(fulfilled, jana);
    await accept(online, jana);
    expect(await undo(everywhere, jana)).toBe('undone');
    expect(await here.suggestion(everywhere.number)).toMatchObject({ state: 'open', standing: 'collides' });
    expect(await kinds(everywhere)).toEqual(['published', 'declined', 'undone', 'collided']);
    expect(await undo(fulfilled, jana)).toBe('undone');
    expect(await here.suggestion(fulfilled.number)).toMatchObject({ state: 'overtaken', dedupeKey: null });
    expect(await kinds(fulfilled)).toEqual(['published', 'declined', 'undone', 'fulfilled']);
    const told = await here.app.database.read.find(OutboxMail, {
      where: {
        recipient: adam.email,
        kind: 'suggestions.moved',
      },
      order: { id: 'ASC' },
    });
    expect(told).toHaveLength(2);
    expect(await undo(online, jana)).toBe('undone');
    expect(await here.suggestion(everywhere.number)).toMatchObject({ state: 'open', standing: 'fits' });
    expect(await here.suggestion(fulfilled.number)).toMatchObject({ state: 'open', standing: 'fits' });
  });

  test('forgets what the author said about the wording that is taken back', async () => {
    const { jana, eva } = await people();
    const one = await here.suggest(eva, `${texts.second} Zdarma.`);
    await accept(one, jana, `${texts.second} Za malý poplatek.`);
    const stance = { number: one.number, viewer: { accountId: eva.id }, stance: 'distances' as const };
    await here.write((manager) => here.app.application.get(OwnWords).takeStance(manager, stance));
    await undo(one, jana);
    await accept(one, jana, `${texts.second} Pro každého zdarma.`);
    expect(await here.suggestion(one.number)).toMatchObject({ state: 'adapted', stance: null });
    await undo(one, jana);
  });

  test('is refused once the point has left the programme', async () => {
    const { jana, eva } = await people();
    const [accepted, declined] = [
      await here.suggest(eva, `${texts.second} Vždycky.`),
      await here.suggest(eva, `${texts.second} Nikdy.`),
    ];
    await decline(declined, jana);
    await accept(accepted, jana);
    const { id, versionNumber } = await here.point();
    const archive = (archivedAt: string | null) =>
      here.write((manager) => manager.update(Point, { id }, { archivedAt }));
    await archive('2026-01-01T00:00:00.000Z');
    for (const one of [accepted, declined]) expect(await undo(one, jana)).toBe('feedback.refusal.pointGone');
    expect((await here.point()).versionNumber).toBe(versionNumber);
    await archive(null);
    for (const one of [accepted, declined]) expect(await undo(one, jana)).toBe('undone');
  });

  test('never takes a version of another point back', async () => {
    const { jana, eva } = await people();
    const one = await here.suggest(eva, `${texts.second} Ve všech jazycích.`);
    await accept(one, jana);
    const { id, versionNumber } = await here.point();
    const { sectionId } = await here.section(2);
    const other = await anotherPoint(versionNumber);
    await here.write((manager) => manager.update(Section, { id: sectionId }, { pointId: other, number: 90 }));
    expect(await undo(one, jana)).toBe('suggestions.refusal.changedSince');
    await here.write((manager) => manager.update(Section, { id: sectionId }, { pointId: id, number: 2 }));
    expect(await undo(one, jana)).toBe('undone');
  });

  /** A copy of the point with as many versions, so that numbers alone do not tell them apart. */
  async function anotherPoint(versionNumber: number): Promise<string> {
    const point = await here.point();
    const id = crypto.randomUUID();
    await here.write(async (manager) => {
      const copy = { ...point, id, uid: 'jiny', slug: 'jiny', path: 'zkusebni/jiny.md', versionNumber };
      await manager.insert(Point, copy);
      await manager.insert(PointGarant, { pointId: id, personUid: 'jana', position: 0 });
    });
    return id;
  }
});
