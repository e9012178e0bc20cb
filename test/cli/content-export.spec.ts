import * as fs from 'node:fs';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { beforeAll, expect, test } from 'vitest';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Section } from '../../src/programme/section.entity.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { acting, files, folderOf, put, runExport, textIn } from './export-world.js';

const points = ['kraj/doprava.md', 'kraj/voda.md', 'kraj/školy.md'];
const add = { kind: 'add' as const, heading: 'Cyklostezky', body: 'Povedou podél řeky.' };
const reword = (body: string) => ({ kind: 'reword' as const, heading: 'Vlaky', body });

eachDatabase('content export', (database) => {
  const app = testApplication(database);
  const people = acting(app);
  let seed: string;
  let numbers: { vlaky: number; stezky: number; skoly: number };

  const log = async (dir: string) => (await git.log({ fs, dir })).map(({ commit }) => commit).reverse();
  const subjects = async (dir: string) => (await log(dir)).map(({ message }) => message.split('\n')[0]);
  const tables = async () => ({
    points: await app.database.read.find(Point, { order: { path: 'ASC' } }),
    sections: await app.database.read.find(Section, { order: { id: 'ASC' } }),
    revisions: await app.database.read.find(SectionRevision, { order: { id: 'ASC' } }),
    versions: await app.database.read.find(PointVersion, { order: { id: 'ASC' } }),
  });

  beforeAll(async () => {
    seed = folderOf(files);
    await people.import(seed);
  });

  test('of what was imported gives the files to the letter, and again nothing', async () => {
    const target = folderOf();
    const { status, out } = await runExport(database, target);
    expect(status).toBe(0);
    expect(out).toContain('3 soubory zapsány');
    for (const path of points) expect(textIn(target, path)).toBe(files[path]);
    expect(readdirSync(target)).toEqual(['kraj']);
    const again = await runExport(database, target, '--json');
    expect(JSON.parse(again.out).files.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      points.map(() => 'unchanged'),
    );
    expect((await runExport(database, seed)).out).toContain('0 souborů zapsáno');
  });

  test('with a history makes one commit of what was imported', async () => {
    const target = folderOf();
    expect((await runExport(database, target, '--git')).status).toBe(0);
    expect(await subjects(target)).toEqual(['Znění načtené ze souborů']);
    const [first] = await log(target);
    expect(first?.author).toMatchObject({ name: 'Podnět', email: 'podnet@noreply.podnet.example.org' });
  });

  test('makes one commit for each acceptance and edit, in order, with their people', async () => {
    const target = folderOf();
    await runExport(database, target, '--git');
    const vlaky = await people.suggest('doprava', 2, reword('Jezdí každou půlhodinu.'), { credited: true });
    const stezky = await people.suggest('doprava', 3, add);
    await people.accept(vlaky.suggestion.number);
    await people.edit(
      'voda',
      1,
      'Jen text bez nadpisů, a čistý.',
      'Voda je čistá.\n\nCo-authored-by: Nikdo <x@y.cz>',
    );
    await people.accept(stezky.suggestion.number);
    const skoly = await people.suggest('skoly', 1, { kind: 'remove', heading: 'Mateřské', body: '' });
    await people.accept(skoly.suggestion.number);
    numbers = {
      vlaky: vlaky.suggestion.number,
      stezky: stezky.suggestion.number,
      skoly: skoly.suggestion.number,
    };
    const { status, out } = await runExport(database, target, '--git');
    expect(status).toBe(0);
    expect(out).toContain('4 nové commity');
    expect(await subjects(target)).toEqual([
      'Znění načtené ze souborů',
      `Přijat návrh č. ${numbers.vlaky}: Vlaky`,
      'Voda je čistá.',
      `Přijat návrh č. ${numbers.stezky}: Cyklostezky`,
      `Přijat návrh č. ${numbers.skoly}: Mateřské`,
    ]);
    const [, accepted, edited, uncredited] = await log(target);
    const { accountId } = await people.viewer();
    expect(accepted?.author).toMatchObject({
      name: 'Jana Nová',
      email: `${accountId}@noreply.podnet.example.org`,
    });
    expect(accepted?.message).toBe(
      [
        `Přijat návrh č. ${numbers.vlaky}: Vlaky`,
        'Lidé to potřebují.',
        `https://podnet.example.org/navrhy/${numbers.vlaky}`,
        `Co-authored-by: Eva <navrh-${numbers.vlaky}@noreply.podnet.example.org>\n`,
      ].join('\n\n'),
    );
    expect(uncredited?.message).not.toContain('Co-authored-by');
    // Nobody gives credit by writing a note.
    expect(edited?.message).not.toMatch(/^Co-authored-by/m);
    expect(edited?.message.trim().split('\n\n').at(-1)).toBe(
      'https://podnet.example.org/program/kraj/voda/verze/2',
    );
    const dates = (await log(target)).map(({ author }) => author.timestamp);
    expect(dates).toEqual([...dates].sort());
    expect(textIn(target, 'kraj/doprava.md')).toBe(
      `${files['kraj/doprava.md']?.replace('hodinu', 'půlhodinu')}\n## Cyklostezky\n\nPovedou podél řeky.\n`,
    );
    expect(textIn(target, 'kraj/školy.md')).toBe(
      files['kraj/školy.md']
        ?.replace('**Mateřské**\r\nMísto pro každého.\r\n\r\n', '')
        .replace('**Základní:**<br>', '## Základní:'),
    );
    const again = await runExport(database, target, '--git');
    expect(again.out).toContain('žádný nový commit');
    expect(await subjects(target)).toHaveLength(5);
    const fresh = folderOf();
    await runExport(database, fresh, '--git');
    expect(await git.resolveRef({ fs, dir: fresh, ref: 'HEAD' })).toBe(
      await git.resolveRef({ fs, dir: target, ref: 'HEAD' }),
    );
  });

  test('goes on where the repository is, and where a plain export has written already', async () => {
    const target = folderOf(Object.fromEntries(points.map((path) => [path, files[path] ?? ''])));
    await runExport(database, target);
    await runExport(database, target, '--git');
    expect(await subjects(target)).toHaveLength(5);
    const matrix = await git.statusMatrix({ fs, dir: target });
    expect(matrix.filter(([, head, work, stage]) => head !== 1 || work !== 1 || stage !== 1)).toEqual([]);
  });

  test('leaves alone what somebody else has changed, and says so', async () => {
    const target = folderOf({ 'kraj/doprava.md': `${files['kraj/doprava.md']}Dodatek.\n` });
    const { status, out, err } = await runExport(database, target);
    expect(status).toBe(1);
    expect(out).toContain('kraj/doprava.md: soubor někdo změnil jinde. Nejdřív ho naimportujte');
    expect(err).toContain('1 soubor zůstal, jak byl');
    expect(textIn(target, 'kraj/doprava.md')).toContain('Dodatek.');
    expect(textIn(target, 'kraj/voda.md')).toContain('a čistý');
  });

  test('with a history leaves alone what is staged or committed by others', async () => {
    const target = folderOf();
    await runExport(database, target, '--git');
    put(target, 'jine.md', 'Něco jiného.');
    await git.add({ fs, dir: target, filepath: 'jine.md' });
    const staged = await runExport(database, target, '--git');
    expect(staged).toMatchObject({ status: 1, out: '' });
    expect(staged.err).toContain('čeká rozpracovaný commit');
    const me = { name: 'Já', email: 'ja@example.org' };
    await git.commit({ fs, dir: target, message: 'Jiné', author: me });
    put(target, 'kraj/voda.md', 'Přepsáno.');
    await git.add({ fs, dir: target, filepath: 'kraj/voda.md' });
    await git.commit({ fs, dir: target, message: 'Přepis', author: me });
    const { status, out } = await runExport(database, target, '--git', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      files: [{ outcome: 'unchanged' }, { outcome: 'refused', problem: 'foreign' }, { outcome: 'unchanged' }],
      commits: [],
    });
    expect(textIn(target, 'kraj/voda.md')).toBe('Přepsáno.');
  });

  test('commits into the repository that the folder is part of', async () => {
    const site = folderOf({ 'web/program/kraj/voda.md': files['kraj/voda.md'] ?? '', 'index.html': 'x' });
    await git.init({ fs, dir: site });
    for (const filepath of ['web/program/kraj/voda.md', 'index.html'])
      await git.add({ fs, dir: site, filepath });
    await git.commit({ fs, dir: site, message: 'Web', author: { name: 'Já', email: 'ja@example.org' } });
    await runExport(database, join(site, 'web/program'), '--git');
    expect((await subjects(site)).slice(0, 3)).toEqual([
      'Web',
      'Znění načtené ze souborů',
      `Přijat návrh č. ${numbers.vlaky}: Vlaky`,
    ]);
    expect(textIn(site, 'web/program/.git/HEAD')).toBeNull();
  });

  test('into a damaged repository is refused in words', async () => {
    const target = folderOf({ '.git/index': 'nic', '.git/HEAD': 'ref: refs/heads/main\n' });
    const { status, err } = await runExport(database, target, '--git');
    expect([status, err]).toEqual([1, expect.stringContaining('je poškozený, nebo to žádný není')]);
  });

  test('never writes through a link or into anything but a file', async () => {
    const outside = folderOf();
    const target = folderOf();
    symlinkSync(outside, join(target, 'kraj'));
    const linked = await runExport(database, target);
    expect(linked.status).toBe(1);
    expect(linked.out).toContain('symbolický odkaz');
    expect(readdirSync(outside)).toEqual([]);
    rmSync(join(target, 'kraj'));
    mkdirSync(join(target, 'kraj/voda.md'), { recursive: true });
    symlinkSync(join(outside, 'x'), join(target, 'kraj/doprava.md'));
    const { out } = await runExport(database, target, '--json');
    expect(JSON.parse(out).files.map(({ problem }: { problem?: string }) => problem)).toEqual([
      'link',
      'kind',
      undefined,
    ]);
    const { id, path } = await app.database.read.findOneByOrFail(Point, { path: 'kraj/voda.md' });
    for (const wrong of ['../voda.md', '.git/hooks/voda.md', 'kraj/_voda.md', 'programmes.yaml']) {
      await app.database.write((manager) => manager.update(Point, { id }, { path: wrong }));
      expect((await runExport(database, target)).out).toContain(`${wrong}: cesta nevede do této složky`);
    }
    await app.database.write((manager) => manager.update(Point, { id }, { path: `${'a'.repeat(300)}.md` }));
    const elsewhere = folderOf();
    const { out: said, status } = await runExport(database, elsewhere);
    expect([status, said.includes('soubor tu nejde číst nebo zapsat')]).toEqual([1, true]);
    expect(textIn(elsewhere, 'kraj/doprava.md')).not.toBeNull();
    await app.database.write((manager) => manager.update(Point, { id }, { path }));
  });

  test('of accepted and edited texts changes nothing when it is imported, nor what is told of them', async () => {
    const target = folderOf(files);
    await runExport(database, target);
    const before = await tables();
    const report = await people.import(target);
    expect(report.files.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
    expect(await tables()).toEqual(before);
    const fresh = folderOf();
    await runExport(database, fresh, '--git');
    expect(await subjects(fresh)).toHaveLength(5);
  });

  test('tells in one commit what outlived an import of files that do not know it', async () => {
    const target = folderOf(files);
    await runExport(database, target, '--git');
    const renamed = files['kraj/doprava.md']?.replace('# jméno', '# název') ?? '';
    await people.import(folderOf({ ...files, 'kraj/doprava.md': renamed }));
    expect((await runExport(database, target, '--git')).out).toContain('soubor někdo změnil jinde');
    const fresh = folderOf();
    await runExport(database, fresh, '--git');
    const carried = (await log(fresh)).find(({ message }) => message.includes('posledním importem'));
    expect(carried?.message).toContain(
      `Přijaté návrhy č. ${numbers.vlaky}, ${numbers.stezky} z doby před posledním importem`,
    );
    expect(carried?.message).toContain(`Co-authored-by: Eva <navrh-${numbers.vlaky}@`);
    expect(textIn(fresh, 'kraj/doprava.md')).toBe(
      textIn(target, 'kraj/doprava.md')?.replace('# jméno', '# název'),
    );
  });

  test('edited further and imported keeps the sections that were accepted, and goes on from there', async () => {
    const target = folderOf(files);
    rmSync(join(target, 'kraj'), { recursive: true });
    await runExport(database, target);
    const stezky = await people.section('doprava', 4);
    put(target, 'kraj/doprava.md', textIn(target, 'kraj/doprava.md')?.replace('podél řeky', 'u řeky') ?? '');
    await people.import(target);
    expect(await people.section('doprava', 4)).toMatchObject({
      sectionId: stezky.sectionId,
      body: 'Povedou u řeky.',
    });
    const git = folderOf();
    await runExport(database, git, '--git');
    expect((await subjects(git)).filter((subject) => /Vlaky|Cyklostezky/.test(subject ?? ''))).toEqual([]);
    expect(textIn(git, 'kraj/doprava.md')).toBe(textIn(target, 'kraj/doprava.md'));
  });
});
