import { Account } from '../../src/accounts/account.entity.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { Database } from '../../src/database/database.js';
import { Points } from '../../src/programme/points.service.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { found } from '../../src/web/refusal.js';
import type { Site } from '../support/site.js';

/**
 * A suggestion of the citizen's own: in place of words that the section had at first, or else before all of today's.
 */
export async function ownSuggestion(site: Site, number: number, instead: string): Promise<number> {
  const database = site.application.get(Database);
  const points = site.application.get(Points);
  const { section } = found(await points.findSection('kraj2020', 'digitalizace', number));
  const { sectionId } = section;
  const first = await database.read.findOneByOrFail(SectionRevision, { sectionId, number: 1 });
  const author = await database.read.findOneByOrFail(Account, { email: demoPeople[0]?.email ?? '' });
  const isOld = first.body.includes(instead);
  const body = isOld
    ? first.body.replace(instead, 'První roky bývají nejistota.')
    : `${instead}: ${section.body}`;
  const proposal = { kind: 'reword' as const, heading: section.heading, body };
  const { suggestion } = await database.write((manager) =>
    site.application.get(Suggestions).publish(manager, {
      sectionId,
      authorId: author.id,
      proposal,
      reason: 'Aby tomu rozuměl každý, kdo to čte poprvé.',
      revisionId: isOld ? first.id : section.revisionId,
    }),
  );
  return suggestion.number;
}
