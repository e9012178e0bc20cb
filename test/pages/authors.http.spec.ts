import { expect, test } from 'vitest';
import { Consolidations } from '../../src/suggestions/consolidations.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { texts } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('a version that came of several suggestions', (database) => {
  const here = deskWorld(database);

  test('names all their authors, and who keeps their distance, wherever it is told of', async () => {
    const [eva, adam, jana] = [
      await here.person('Eva Prvá'),
      await here.person('Adam Druhý'),
      await here.person('Jana', 'jana'),
    ];
    const first = await here.suggest(eva, texts.second.replace('internetu', 'webu kraje'));
    const second = await here.suggest(adam, texts.second.replace('papíře', 'formuláři'));
    const { sectionId, revisionId } = await here.section(2);
    const viewer = await here.viewer(jana);
    await here.write((manager) =>
      here.app.application.get(Consolidations).publish(manager, {
        sectionId,
        viewer,
        numbers: [first.number, second.number],
        revisionId,
        edited: null,
        statement: null,
      }),
    );
    await here.write((manager) =>
      manager.update(Suggestion, { id: second.id }, { state: 'adapted', stance: 'distances' }),
    );
    await here.say(eva, 'Ať se stránky vytvoří znovu.');
    const { versionNumber } = await here.point();
    for (const path of ['', '/verze', `/verze/${versionNumber}`, '/sekce/2', '/sekce/2/zneni']) {
      const text = (await here.get(here.path + path)).text.replace(/<[^>]+>/g, '');
      expect(text).toContain(`Eva Prvá, návrh č. ${first.number}; `);
      expect(text).toContain(`Adam Druhý, návrh č. ${second.number} (s úpravou, autor se neztotožňuje)`);
    }
  });
});
