import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { Roles } from '../../src/accounts/roles.service.js';
import { reportCommand } from '../../src/cli/report.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { type SectionVote, Votes } from '../../src/feedback/votes.service.js';
import { Points } from '../../src/programme/points.service.js';
import type { Programme } from '../../src/programme/programme.entity.js';
import { csvColumns } from '../../src/reports/contributions-csv.js';
import { allSuggestions, citizensComments } from '../../src/reports/figures.js';
import { FiguresService } from '../../src/reports/figures.service.js';
import { formatTimestamp } from '../../src/reports/local-time.js';
import { writeContributions } from '../../src/reports/write-contributions.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { noSuggestions } from '../../src/suggestions/suggestion-counts.js';
import type { Person } from '../feedback/world.js';
import { queriesOf } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';
import { parseCsv } from './parse-csv.js';

const hostile = [
  '=HYPERLINK("http://evil.example";"klik")',
  '+1+1',
  '-2+3',
  '@SUM(A1:A9)',
  '  =1+1',
  '＝1+1',
  'středník; "uvozovky" a ; zas',
  'první řádek\ndruhý řádek\n\npo prázdném',
  '"',
  'emoji 👩‍👩‍👧‍👦 🇨🇿 a ﷽',
  "'už s apostrofem",
  'končí zpětným lomítkem\\',
];
const columns = csvColumns as readonly string[];

eachDatabase('reports', (database) => {
  const here = deskWorld(database);
  const voters: Person[] = [];
  let staff: Person;
  let jana: Person;
  let hidden: Comment;
  const programme = async (): Promise<Programme> => {
    const found = await here.app.application.get(Points).programme('zkusebni');
    if (!found) throw new Error('The programme is missing');
    return found;
  };
  const download = async (path = '/sprava/vystupy/zkusebni.csv', as = staff) => {
    const answer = await here.app
      .http()
      .get(path)
      .set('cookie', as.cookie)
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      });
    return { status: answer.status, headers: answer.headers, bytes: answer.body as Buffer };
  };
  const rows = async () => {
    const [headings = [], ...cells] = parseCsv((await download()).bytes.toString('utf8').slice(1));
    expect(headings.length).toBe(columns.length);
    return cells.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? ''])));
  };

  const castVotes = async () => {
    const votes = here.app.application.get(Votes);
    const vote = async (accountId: string, number: number, value: SectionVote) => {
      const { sectionId } = await here.section(number);
      await here.write((manager) => votes.cast(manager, { accountId, sectionId, value }));
    };
    const values: SectionVote[] = ['agree', 'undecided', 'disagree'];
    for (const { id } of voters) await vote(id, 2, values[randomInt(3)] ?? 'agree');
    await here.reword(2, 'Formuláře budou na internetu.');
    for (const { id } of voters.slice(0, 3)) await vote(id, 2, values[randomInt(3)] ?? 'agree');
  };

  beforeAll(async () => {
    staff = await here.makeStaff(await here.person('=cmd|calc'));
    jana = await here.person('Jana', 'jana');
    for (let count = 0; count < 7; count += 1) voters.push(await here.person(`+Volič; č. "${count}"`));
    await castVotes();
    for (const [place, text] of hostile.entries()) {
      const author = voters[place % 5];
      if (author) await here.say(author, text, (place % 3) + 1);
    }
    const [first, second] = voters;
    if (!first || !second) throw new Error('Nobody is there');
    const answered = await here.say(first, 'Na tohle přijde odpověď');
    await here.post(
      `/garant/komentare/${answered.id}/odpoved`,
      { standing: 'waiting', body: '=ODPOVED()' },
      jana,
    );
    const noted = await here.say(second, 'Tohle jen na vědomí');
    await here.post(`/garant/komentare/${noted.id}/vyrizeni`, { standing: 'waiting' }, jana);
    hidden = await here.say(first, 'Tajný skrytý text', 2);
    const hiding = { standing: 'waiting', ground: 'spam', facts: '=Reklama na; "zázračné" hrnce' };
    await here.post(`/garant/komentare/${hidden.id}/skryti`, hiding, jana);
    await here.say(second, 'Odpověď na odpověď', 1, answered.id);
    const accepted = await here.suggest(first, '=Nové znění;\nna dvou řádcích "s uvozovkami"');
    await here.post(`/garant/navrhy/${accepted.number}/prijeti`, { statement: '' }, jana);
    const declined = await here.suggest(second, 'Jiné znění části o datech.', 3);
    await here.post(
      `/garant/navrhy/${declined.number}/odmitnuti`,
      { statement: '-Nejde to; bohužel.' },
      jana,
    );
    await here.suggest(second, 'Návrh, který čeká na rozhodnutí.', 1);
  });

  test('are for staff only', async () => {
    for (const path of [
      '/sprava',
      '/sprava/prehled/zkusebni',
      '/sprava/vystupy',
      '/sprava/vystupy/zkusebni.csv',
    ]) {
      expect((await here.get(path)).headers.location).toMatch(/^\/prihlaseni/);
      expect((await here.get(path, voters[0])).status).toBe(403);
      expect((await here.get(path, jana)).status).toBe(403);
      expect((await here.get(path, staff)).status).toBe(200);
      expect((await here.get(`/en${path}`, staff)).status).toBe(200);
    }
    for (const path of ['/sprava/prehled/neni', '/sprava/vystupy/neni.csv', '/sprava/vystupy/zkusebni'])
      expect((await here.get(path, staff)).status).toBe(404);
  });

  test('begin with how many people hold each role, and the way to them', async () => {
    const { application } = here.app;
    const roles = application.get(Roles);
    const twice = await here.person('Kateřina Dvojí');
    for (const personUid of ['jana', 'petr'])
      await roles.grant({ accountId: twice.id, role: 'deputy', scope: { personUid } }, null);
    const { text } = await here.get('/sprava', staff);
    expect(text).toMatch(/<a href="\/sprava\/lide\?role&#x3D;staff">1\sčlověk\sv\stýmu\sprogramu<\/a>/);
    expect(text).toMatch(/<a href="\/sprava\/lide\?role&#x3D;deputy">1\szástupce\sgaranta<\/a>/);
    expect(text).not.toContain('&#x3D;admin');
    expect(text).not.toContain('Kateřina Dvojí');
  });

  test('count what the rows say', async () => {
    const { read } = here.app.database;
    const { points, figures } = await here.app.application.get(FiguresService).ofProgramme(await programme());
    const comments = await read.find(Comment);
    expect(citizensComments(figures)).toBe(comments.filter(({ voice }) => voice === 'citizen').length);
    expect(figures.comments).toMatchObject({ official: 1, hidden: 1, answered: 1, noted: 1 });
    expect(figures.suggestions).toEqual({ ...noSuggestions(), open: 1, accepted: 1, declined: 1 });
    const votes = await read.find(Vote);
    const tallies = await here.app.application
      .get(Votes)
      .tallyOfSections((await here.sections()).map(({ sectionId }) => sectionId));
    for (const section of points.flatMap((point) => point.sections)) {
      expect(section.figures.votes).toEqual(tallies.get(section.id));
      const said = new Set([
        ...comments
          .filter((row) => row.sectionId === section.id && row.voice === 'citizen')
          .map((row) => row.authorId),
        ...votes.filter((row) => row.sectionId === section.id).map((row) => row.accountId),
        ...(await read.findBy(Suggestion, { sectionId: section.id })).map((row) => row.authorId),
      ]);
      expect(section.figures.people).toBe(said.size);
    }
    const { agree, undecided, disagree, older } = figures.votes;
    expect(agree + undecided + disagree + older).toBe(votes.length);
    expect(figures.people).toBe(7);
  });

  test('show the same figures on the screen, and no small group of people', async () => {
    const page = await here.get('/sprava/prehled/zkusebni', staff);
    const { figures, points } = await here.app.application.get(FiguresService).ofProgramme(await programme());
    const cells = [...page.text.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/gs)].map(
      ([, heading, row]) => [
        heading?.replace(/<[^>]+>/g, ''),
        ...[...(row ?? '').matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell),
      ],
    );
    const { comments, suggestions, voices, votes } = figures;
    // The first three tables are those of the whole programme.
    const [written = [], suggested = [], voted = []] = cells.filter(([heading]) => heading === 'Celkem');
    expect([written, suggested, voted].flatMap((row) => row.slice(1))).toEqual(
      [
        citizensComments(figures),
        comments.waiting,
        comments.answered,
        comments.noted,
        comments.hidden,
        allSuggestions(figures),
        suggestions.open,
        suggestions.considered,
        suggestions.accepted,
        suggestions.adapted,
        suggestions.declined,
        suggestions.withdrawn,
        suggestions.overtaken,
        voices.supports,
        voices.opposes,
        votes.agree,
        votes.undecided,
        votes.disagree,
        votes.older,
        7,
      ].map(String),
    );
    const small = points
      .flatMap((point) => point.sections)
      .filter(({ figures: { people } }) => people > 0 && people < 5);
    expect(small.length).toBeGreaterThan(0);
    expect(page.text.split('méně než 5').length - 1).toBeGreaterThanOrEqual(small.length);
  });

  test('go home as a CSV with a mark for Excel, which equals the database', async () => {
    const { bytes, headers } = await download();
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="podnet-zkusebni-prispevky-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(headers['cache-control']).toBe('private, no-store');
    const table = await rows();
    const { read } = here.app.database;
    const comments = await read.find(Comment);
    const suggestions = await read.find(Suggestion);
    expect(table.length).toBe(comments.length + suggestions.length);
    const sections = new Map((await here.sections()).map((section) => [section.sectionId, section]));
    const unmarked = (cell = '') => (/^'[\s]*[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell);
    for (const comment of comments) {
      const section = String(sections.get(comment.sectionId ?? '')?.number);
      const row = table.find(
        ({ sectionNumber, number, kind }) =>
          sectionNumber === section && number === String(comment.number) && !kind?.startsWith('Návrh'),
      );
      expect(unmarked(row?.text)).toBe(comment.hiddenAt === null ? comment.body : '[skryto]');
      expect(row?.createdAt).toBe(formatTimestamp(comment.createdAt));
      expect(row?.link).toMatch(
        new RegExp(`/program/zkusebni/urad/sekce/${section}#komentar-${comment.number}$`),
      );
    }
    for (const suggestion of suggestions) {
      const row = table.find(({ link }) => link?.endsWith(`/navrhy/${suggestion.number}`));
      expect(unmarked(row?.proposedBody)).toBe(suggestion.body);
      expect(unmarked(row?.decisionReason)).toBe(suggestion.statement ?? '');
      expect(row?.reason).toBe(suggestion.reason);
    }
  });

  test('hold no formula, no hidden text, no address and no vote of a person', async () => {
    const text = (await download()).bytes.toString('utf8');
    for (const cell of parseCsv(text.slice(1)).flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\t\r]/);
    expect(text).not.toContain('Tajný skrytý text');
    expect(text).toContain('Reklama nebo hromadné vkládání: =Reklama na');
    for (const { email, id } of [...voters, jana, staff]) {
      expect(text).not.toContain(email);
      expect(text).not.toContain(id);
    }
    const table = await rows();
    const section = table.filter(({ sectionNumber }) => sectionNumber === '2');
    // The votes are those of the section: the same in each of its rows.
    expect(
      new Set(
        section.map(({ agree, undecided, disagree, older }) => [agree, undecided, disagree, older].join()),
      ).size,
    ).toBe(1);
  });

  test('come out of the command line byte for byte, and in English too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podnet-export-'));
    try {
      const file = join(folder, 'out.csv');
      const { baseUrl } = here.app.config;
      const asked = ['export', 'contributions', '--programme', 'zkusebni', '--out', file];
      vi.stubEnv('DATABASE_URL', database.url);
      vi.stubEnv('BASE_URL', baseUrl);
      vi.stubEnv('SESSION_SECRET', 'a secret for tests only, 32 characters');
      await reportCommand().parseAsync(asked, { from: 'user' });
      expect((await readFile(file)).equals((await download()).bytes)).toBe(true);
      await writeContributions(here.app.database, 'zkusebni', { locale: 'en', baseUrl }, file);
      const english = await download('/en/sprava/vystupy/zkusebni.csv');
      expect((await readFile(file)).equals(english.bytes)).toBe(true);
      expect(english.bytes.toString('utf8')).toContain('"Section heading"');
      expect(await writeContributions(here.app.database, 'neni', { locale: 'cs', baseUrl }, file)).toBe(
        false,
      );
    } finally {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    }
  });

  test('are counted with as many queries for many rows as for few', async () => {
    const service = here.app.application.get(FiguresService);
    const row = await programme();
    const work = () => service.ofProgramme(row);
    await work();
    const few = await queriesOf(here.app, work);
    const author = await here.person('Pisatel');
    for (let count = 0; count < 50; count += 1) await here.say(author, `Komentář ${count}`, (count % 3) + 1);
    expect(await queriesOf(here.app, work)).toBe(few);
  });

  test('page through more than one page of comments', async () => {
    const author = await here.person('Pilná');
    const { sectionId } = await here.section(3);
    const from = (await here.app.database.read.maximum(Comment, 'number', { sectionId })) ?? 0;
    const sample = await here.say(author, 'Vzor', 3);
    await here.write(async (manager) => {
      for (let count = 2; count <= 1002; count += 1)
        await manager.insert(Comment, {
          ...sample,
          id: `${sample.id.slice(0, 24)}${String(count).padStart(12, '0')}`,
          number: from + count,
          dedupeKey: null,
          body: `Další ${count}`,
        });
    });
    const table = await rows();
    const { figures } = await here.app.application.get(FiguresService).ofProgramme(await programme());
    const inSection = table.filter(
      ({ sectionNumber, author: name }) => sectionNumber === '3' && name === 'Pilná',
    );
    expect(new Set(inSection.map(({ number }) => number)).size).toBe(1002);
    expect(table.filter(({ kind }) => kind === 'Komentář' || kind === 'Odpověď').length).toBe(
      citizensComments(figures) + figures.comments.official,
    );
  });

  test('know what is said about suggestions: for, against, in their threads, and by their authors', async () => {
    const reader = here.app.application.get(FiguresService);
    const before = (await reader.ofProgramme(await programme())).figures;
    const [first, ...others] = voters;
    if (!first) throw new Error('Nobody is there');
    const weighed = await here.suggest(first, 'Úřad bude otevřený i v neděli odpoledne.', 1);
    for (const [place, voter] of others.entries())
      await here.post(`/navrhy/${weighed.number}/hlas`, { value: place < 4 ? 'support' : 'oppose' }, voter);
    const newcomer = await here.person('Kdo ještě nic neřekl');
    await here.post(`/navrhy/${weighed.number}/komentare`, { body: '=1+1 o návrhu' }, newcomer);
    await here.write((manager) =>
      manager.update(Suggestion, { id: weighed.id }, { state: 'adapted', stance: 'distances' }),
    );
    const { figures } = await reader.ofProgramme(await programme());
    expect(figures.voices).toEqual({ supports: 4, opposes: 2 });
    expect(figures.suggestions.adapted).toBe(before.suggestions.adapted + 1);
    expect(citizensComments(figures)).toBe(citizensComments(before) + 1);
    expect(figures.people).toBe(before.people + 1);
    const table = await rows();
    const number = String(weighed.number);
    expect(table.find((row) => row.number === number && row.supports !== '')).toMatchObject({
      state: 'Přijato s úpravou',
      stance: 'neztotožňuje se',
      supports: '4',
      opposes: '2',
      suggestion: '',
    });
    expect(table.find((row) => row.suggestion === number)).toMatchObject({
      text: "'=1+1 o návrhu",
      supports: '',
      link: expect.stringMatching(new RegExp(`/navrhy/${number}#komentar-1$`)),
    });
  });
});
