import { expect, test } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { fateOfSuggestion } from '../../src/imports/fate-of-suggestion.js';
import { ImportReads, touchedSections } from '../../src/imports/import-reads.service.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { ImportFile } from '../../src/programme/import-file.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { Points, type SectionText } from '../../src/programme/points.service.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { isWaiting } from '../../src/suggestions/suggestions.rules.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { type TestApplication, testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { anyFolder, anyText, changeSomething, Dice, type Folder, remember } from './random-texts.js';

const programmes =
  'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n  - uid: obec\n    title: Obec\n    opens: 2020-01-01\n';

eachDatabase('the fate that a rehearsal foretells a suggestion', (database) => {
  const app = testApplication(database);

  test.each([1, 2, 3])(
    'is the one that the import brings (course %i)',
    async (seed) => {
      const course = new Course(app, new Dice(seed));
      await course.begin();
      for (let round = 1; round <= 5; round++) {
        await course.suggest();
        expect(await course.change(), `seed ${seed}, round ${round}`).toEqual([]);
      }
      expect(course.told()).toEqual(expect.arrayContaining(['stays', 'merges', 'gone']));
    },
    120_000,
  );
});

/** A folder that goes on, with suggestions on all its sections. */
class Course {
  private folder: Folder = new Map();
  private readonly fates = new Set<string>();

  constructor(
    private readonly app: TestApplication,
    private readonly dice: Dice,
  ) {}

  async begin(): Promise<void> {
    this.folder = anyFolder(this.dice);
    remember(this.folder);
    await this.carryOut(await this.rehearsed());
  }

  /** Every fate that was foretold. */
  told(): string[] {
    return [...this.fates];
  }

  /** One suggestion of each kind on some sections. */
  async suggest(): Promise<void> {
    const points = await this.app.database.read.find(Point, { order: { path: 'ASC' } });
    for (const point of points.filter(({ archivedAt }) => archivedAt === null))
      for (const section of await this.app.application.get(Points).sections(point))
        if (this.dice.below(2) === 0) await this.suggestAbout(section);
  }

  private async suggestAbout({ sectionId, heading, body }: SectionText): Promise<void> {
    const words = body.split(' ');
    words[this.dice.below(words.length)] = anyText(this.dice, 2);
    const proposals: Proposal[] = [
      { kind: 'reword', heading, body: words.join(' ') },
      { kind: 'reword', heading, body: `${body} ${anyText(this.dice, 4)}` },
      { kind: 'add', heading: anyText(this.dice, 2).replace('.', ''), body: anyText(this.dice) },
      { kind: 'remove', heading, body: '' },
    ];
    const authorId = await this.account();
    for (const proposal of proposals)
      await this.app.database.write((manager) =>
        this.app.application
          .get(Suggestions)
          .publish(manager, { sectionId, authorId, proposal, reason: 'Protože proto.' }),
      );
  }

  /** Changes texts, rehearses, imports. @returns what became otherwise than it was foretold. */
  async change(): Promise<string[]> {
    for (let i = 0; i < 3; i++) changeSomething(this.dice, this.folder);
    remember(this.folder);
    const importId = await this.rehearsed();
    const before = (await this.suggestions()).filter(isWaiting);
    const said = await this.foretold(importId);
    await this.carryOut(importId);
    const after = new Map((await this.suggestions()).map((row) => [row.number, row]));
    const last = await this.lastSteps();
    return before.flatMap((earlier) => {
      const now = after.get(earlier.number);
      const done = now && fateDone(now, earlier, last.get(now.id) ?? '');
      const fate = said.get(earlier.number) ?? 'stays';
      this.fates.add(fate);
      return done?.includes(fate) ? [] : [`${earlier.kind} ${earlier.number}: said ${fate}, done ${done}`];
    });
  }

  private suggestions(): Promise<Suggestion[]> {
    return this.app.database.read.find(Suggestion, { order: { number: 'ASC' } });
  }

  /** By id of the suggestion. */
  private async lastSteps(): Promise<Map<string, string>> {
    const events = await this.app.database.read.find(SuggestionEvent, { order: { number: 'ASC' } });
    return new Map(events.map(({ suggestionId, kind }) => [suggestionId, kind]));
  }

  private async foretold(importId: string): Promise<Map<number, string>> {
    const said = new Map<number, string>();
    const files = await this.app.database.read.find(ImportFile, {
      where: { importId },
      order: { position: 'ASC' },
    });
    for (const { position } of files) {
      const plan = await this.app.application.get(ImportJobs).filePlan(importId, position);
      const sections = plan?.sections ?? [];
      const changed = sections.filter(({ kind }) => kind !== 'unchanged');
      const waiting = await this.app.application.get(ImportReads).openSuggestions(touchedSections(sections));
      for (const section of changed)
        for (const suggestion of waiting.filter(({ sectionId }) => sectionId === section.sectionId)) {
          const fate = fateOfSuggestion(suggestion, section, sections);
          if (fate !== 'goes' || !said.has(suggestion.number)) said.set(suggestion.number, fate ?? 'untold');
        }
    }
    return said;
  }

  private async rehearsed(): Promise<string> {
    const files = [...this.folder, ['programmes.yaml', programmes] as const]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
    const fresh = {
      origin: 'upload',
      originName: 'texty.zip',
      scope: 'whole',
      actorId: null,
      files,
    } as const;
    const jobs = this.app.application.get(ImportJobs);
    const { id } = await this.app.database.write((manager) => jobs.begin(manager, fresh));
    await jobs.rehearse(id);
    return id;
  }

  private carryOut(importId: string): Promise<void> {
    return this.app.application.get(ImportJobs).carryOut(importId);
  }

  private async account(): Promise<string> {
    const id = newId();
    await this.app.database.write((manager) =>
      manager.insert(Account, {
        id,
        email: `${id}@example.org`,
        publicName: `Čtenář ${id}`,
        nameSkeleton: `čtenář ${id}`,
        locale: 'cs',
        createdAt: now(),
        bannedAt: null,
        erasedAt: null,
      }),
    );
    return id;
  }
}

/** What may have been said of a suggestion that is now so; `stays` also where it stands as it stood. */
function fateDone(now: Suggestion, earlier: Suggestion, lastStep: string): string[] {
  if (now.state === 'overtaken') return [lastStep === 'rests' ? 'gone' : lastStep];
  const isAsBefore = now.standing === earlier.standing && now.sectionId === earlier.sectionId;
  const stays = isAsBefore || now.standing === 'fits' ? ['stays'] : [];
  if (now.standing === 'fits') return stays;
  if (now.standing === 'collides') return ['collides', ...stays];
  return [now.kind === 'remove' ? 'reread' : 'merges', ...stays];
}
