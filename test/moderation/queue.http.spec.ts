import { expect, test } from 'vitest';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Queue } from '../../src/moderation/queue.service.js';
import { queriesOf } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { deskWorld } from './desk-world.js';

const plain = (href = '') => href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
const links = (html: string) =>
  [...html.matchAll(/href="([^"]+)"[^>]* data-queue-item/g)].map(([, href]) => plain(href));
const nextPage = (html: string) => {
  const [, href] = /rel="next" href="([^"]+)"/.exec(html) ?? [];
  return href && plain(href);
};

eachDatabase('the queue', (database) => {
  const here = deskWorld(database);

  test('says when nothing waits, and leads on from there', async () => {
    const jana = await here.person('Jana', 'jana');
    const page = await here.get('/garant/fronta', jana);
    expect(page.text).toContain('Hotovo, nic nečeká');
    expect(links(page.text)).toEqual([]);
    const comment = await here.say(await here.person('Eva'), 'Jediný komentář');
    const settled = await here.post(
      `/garant/komentare/${comment.id}/vyrizeni`,
      { standing: 'waiting' },
      jana,
    );
    expect(settled.headers.location).toMatch(/^\/garant\/fronta\?zprava=/);
    const empty = await here.get(settled.headers.location ?? '', jana);
    expect(empty.text).toContain('Poslední rozhodnutí ↓');
    expect(empty.text).toContain(`action="/garant/komentare/${comment.id}/vraceni"`);
    expect(empty.text).toContain('Jediný komentář');
  });

  test('is ordered by time, comments and suggestions together, and a decision opens the next', async () => {
    const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
    const first = await here.say(eva, 'Čeká nejdéle');
    const second = await here.suggest(eva, 'Druhý v pořadí je návrh.');
    const third = await here.say(eva, 'Až třetí');
    const paths = [
      `/garant/komentare/${first.id}`,
      `/garant/navrhy/${second.number}`,
      `/garant/komentare/${third.id}`,
    ];
    const page = await here.get('/garant/fronta', jana);
    expect(links(page.text)).toEqual(paths);
    expect((await here.get(paths[0] ?? '', jana)).text).toContain('aria-current="true"');
    const settled = await here.post(`${paths[0]}/vyrizeni`, { standing: 'waiting' }, jana);
    expect(settled.headers.location).toContain(`${paths[1]}?zprava=`);
    const onlyComments = await here.get('/garant/fronta?druh=komentare&bod=zkusebni%2Furad', jana);
    expect(links(onlyComments.text)).toEqual([`${paths[2]}?bod=zkusebni%2Furad&druh=komentare`]);
    expect((await here.get('/garant/fronta?bod=jiny%2Fbod', jana)).status).toBe(404);
    const answered = await here.post(
      `${paths[2]}/odpoved?bod=zkusebni%2Furad&druh=komentare`,
      { standing: 'waiting', body: 'Hotovo.' },
      jana,
    );
    expect(answered.headers.location).toMatch(
      /^\/garant\/fronta\?bod=zkusebni%2Furad&druh=komentare&zprava=/,
    );
    await here.post(`${paths[1]}/odmitnuti`, { statement: 'Tohle už v textu je.' }, jana);
    expect(links((await here.get('/garant/fronta', jana)).text)).toEqual([]);
  });

  test('is read page by page to its end, nothing twice and nothing left out', async () => {
    const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
    const said: string[] = [];
    for (let count = 0; count < 45; count += 1) said.push((await here.say(eva, `Komentář ${count}`)).id);
    // Some in the very same millisecond.
    const createdAt = (await here.comment(said[19] ?? '')).createdAt;
    for (const id of said.slice(17, 23))
      await here.write((manager) => manager.update(Comment, { id }, { createdAt }));
    const seen: string[] = [];
    let path: string | undefined = '/garant/fronta';
    while (path !== undefined) {
      const { text, status } = await here.get(path, jana);
      expect(status).toBe(200);
      seen.push(...links(text).map((href) => href.split(/[/?]/)[3] ?? ''));
      path = nextPage(text);
    }
    expect([...seen].sort()).toEqual([...said].sort());
  });

  test('and the desk need as many queries for many as for few', async () => {
    const viewer = await here.viewer(await here.person('Jana', 'jana'));
    const queue = here.app.application.get(Queue);
    const everything = { pointId: null, kind: null };
    const work = () =>
      Promise.all([
        queue.points(viewer),
        queue.items(viewer, everything, null, 20),
        queue.count(viewer, everything),
      ]);
    // The first time, connections are opened.
    await work();
    const few = await queriesOf(here.app, work);
    const eva = await here.person('Eva');
    for (let count = 0; count < 60; count += 1) await here.say(eva, `Další ${count}`);
    expect(await queriesOf(here.app, work)).toBe(few);
  });

  test('of somebody else’s points is empty; the desk is for garants only', async () => {
    await here.say(await here.person('Eva'), 'Vidí jen garant bodu');
    const stranger = await here.person('Cizí garant', 'nekdo-jiny');
    for (const path of ['/garant', '/garant/fronta', '/en/garant']) {
      const page = await here.get(path, stranger);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('Vidí jen garant bodu');
      expect(page.text).not.toContain('Úřad pro lidi');
      expect((await here.get(path, await here.person('Občan'))).status).toBe(403);
      expect((await here.get(path)).status).toBe(303);
    }
    const jana = await here.person('Jana', 'jana');
    expect((await here.get('/garant', jana)).text).toContain('Úřad pro lidi');
  });
});
