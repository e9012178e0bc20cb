import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { csrfToken } from '../../src/web/csrf.js';
import { Secret } from '../../src/web/secret.js';
import type { TestApplication } from '../support/application.js';
import { type Packed, zipOf } from './zips.js';

/** What came back. */
export interface Answer {
  status: number;
  text: string;
  location: string;
}

/** One of the demo's people at their browser. */
export interface Visitor {
  accountId: string;
  cookie: string;
  get(path: string): Promise<Answer>;
  post(path: string, fields?: Record<string, string>): Promise<Answer>;
  /** Uploads files as the form does. */
  upload(scope: 'whole' | 'partial', files: { name: string; bytes: Buffer }[]): Promise<Answer>;
  /** Packs texts and uploads them; gives the path of the import. */
  uploadZip(scope: 'whole' | 'partial', texts: Record<string, string>): Promise<string>;
}

/** Signs one of the demo's people in: `sprava` is staff, `garant` a garant, `obcan` a citizen. */
export async function signedIn(app: TestApplication, name: string): Promise<Visitor> {
  const person = demoPeople.find((candidate) => candidate.name === name);
  if (!person) throw new Error(`nobody is called ${name}`);
  const session = await app.application.get(Demo).signIn(person, 'test');
  const viewer = await app.application.get(Sessions).ofToken(session);
  const token = csrfToken(app.application.get(Secret), { viewer });
  const cookie = `podnet=${session}`;

  const upload: Visitor['upload'] = async (scope, files) => {
    let form = app
      .http()
      .post('/sprava/import/soubory')
      .set('cookie', cookie)
      .field('_csrf', token)
      .field('scope', scope);
    for (const { name: fileName, bytes } of files) form = form.attach('files', bytes, fileName);
    return answer(await form);
  };
  return {
    accountId: viewer?.accountId ?? '',
    cookie,
    get: async (path) => answer(await app.http().get(path).set('cookie', cookie)),
    post: async (path, fields = {}) =>
      answer(
        await app
          .http()
          .post(path)
          .type('form')
          .set('cookie', cookie)
          .send({ _csrf: token, ...fields }),
      ),
    upload,
    uploadZip: async (scope, texts) => {
      const packed: Packed[] = Object.entries(texts).map(([path, content]) => ({ name: path, content }));
      const { status, location, text } = await upload(scope, [
        { name: 'texty.zip', bytes: await zipOf(packed) },
      ]);
      if (status !== 303) throw new Error(`${status}: ${text.replace(/<[^>]*>/g, ' ').slice(0, 2000)}`);
      return location;
    },
  };
}

function answer({
  status,
  text,
  headers,
}: {
  status: number;
  text: string;
  headers: Record<string, string>;
}): Answer {
  return { status, text, location: headers.location ?? '' };
}

/** A point's file. */
export function pointFile(
  header: Record<string, string>,
  ...sections: [heading: string, body: string][]
): string {
  const lines = Object.entries({ campaignCategoryUid: 'kraj', ...header }).map(
    ([key, value]) => `${key}: ${value}`,
  );
  const body = sections.map(([heading, text]) => `## ${heading}\n\n${text}\n`).join('\n');
  return `---\n${lines.join('\n')}\n---\n${body}`;
}

/** Words of a page, as somebody reads them. */
export function wordsOf(html: string): string {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  return main
    .replace(/<[^>]*>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');
}
