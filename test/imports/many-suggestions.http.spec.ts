import { beforeAll, expect, test } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { found } from '../../src/web/refusal.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';

const buses =
  'Autobusy pojedou každou hodinu od rána do večera a v neděli také, aby se lidé dostali za rodinou.';
const hourly = 'každou hodinu';
const programmes = 'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n';
const files = (body: string) => ({
  'programmes.yaml': programmes,
  'kraj/doprava.md': pointFile({ title: 'Doprava', uid: 'doprava', order: '1' }, ['Autobusy', body]),
});

eachDatabase('an import of a section with suggestions', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  let staff: Visitor;

  const suggest = async (body: string) => {
    const { section } = found(await app.application.get(Points).findSection('kraj', 'doprava', 1));
    const author = await app.database.read.findOneByOrFail(Account, { email: 'jana.dvorakova@example.org' });
    const proposal = { kind: 'reword' as const, heading: 'Autobusy', body };
    const { sectionId, revisionId } = section;
    const reason = 'Tak to lidem vyhovuje víc.';
    await app.database.write((manager) =>
      app.application
        .get(Suggestions)
        .publish(manager, { sectionId, authorId: author.id, proposal, reason, revisionId }),
    );
  };
  const rehearsed = async () => {
    const here = await staff.uploadZip('whole', files(buses.replace(hourly, 'po dvou hodinách')));
    const pages = await Promise.all([0, 1].map((file) => staff.get(`${here}/soubory/${file}`)));
    return found(pages.find(({ text }) => text.includes('import-section'))).text;
  };

  beforeAll(async () => {
    [staff] = await Promise.all([signedIn(app, 'sprava'), signedIn(app, 'obcan')]);
    await staff.post(`${await staff.uploadZip('whole', files(buses))}/provedeni`);
    await suggest(buses.replace(hourly, 'každou půlhodinu'));
    for (const day of ['pondělí', 'úterý', 'středu', 'čtvrtek', 'pátek', 'sobotu', 'svátek', 'květnu'])
      await suggest(buses.replace('neděli', day));
  });

  test('lists a few of them one by one', async () => {
    const text = await rehearsed();
    expect(text).not.toMatch(/<summary>\d+\sn/);
    expect(text.match(/<li><a href="\/navrhy\/\d+"/g)).toHaveLength(9);
  });

  test('folds away many that go on, and leaves in sight those that do not', async () => {
    await suggest(buses.replace('neděli', 'létě'));
    const [inSight = '', folded = ''] = (await rehearsed()).split(
      '<details class="disclosure">\n    <summary>',
    );
    expect(wordsOf(inSight)).toMatch(/Návrh č\. 1, [^:]*: střet/);
    expect(inSight).not.toContain('href="/navrhy/2"');
    expect(folded).toMatch(/^9\snávrhů\sjde\sdál\sbeze\sstřetu/);
    expect(folded).toContain('href="/navrhy/10"');
  });
});
