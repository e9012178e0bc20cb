import { readFileSync } from 'node:fs';
import { Database } from '../../src/database/database.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import type { Site } from '../support/site.js';

/** Rehearses an import in which something happens to nearly everything; gives its number. */
export async function rehearsedImport(site: Site): Promise<number> {
  const jobs = site.application.get(ImportJobs);
  const text = (path: string) => readFileSync(`content/${path}`, 'utf8');
  const digital = text('kraj2020/digitalizace.md').split(/(?=^## )/m);
  const [head = '', first = '', second = '', ...others] = digital;
  const moved = (others.pop() ?? '').replace(/^## (.*)$/m, '**$1**');
  const changed = [
    head.replace('title: Digitalizace', 'title: Digitalizace kraje'),
    // An accepted suggestion has changed this as well.
    second.replace('budou pokryty', 'bude pokrývat'),
    first.replace('zbytečnou byrokracii v krajských orgánech', 'zbytečné papírování na krajských úřadech'),
    ...others.slice(1),
    '## Otevřený zdrojový kód\nCo kraj zaplatí, to zveřejní.\n',
  ].join('');
  const files = {
    'kraj2020/digitalizace.md': changed,
    'kraj2020/doprava.md': `${text('kraj2020/doprava.md')}\n${moved}`,
    'kraj2020/obrazek.png': 'x',
    'kraj2020/zdravotnictvi.md': '---\ntitle: [nedopsané\n---\n## Nadpis\n\nText.\n',
    'kraj2020/zivotni-prostredi.md': text('kraj2020/zivotni-prostredi.md'),
  };
  const { id, number } = await site.application.get(Database).write((manager) =>
    jobs.begin(manager, {
      origin: 'upload',
      originName: 'texty.zip',
      scope: 'whole',
      actorId: null,
      files: Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) })),
    }),
  );
  await jobs.rehearse(id);
  return number;
}
