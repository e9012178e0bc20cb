import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { isSame } from '../../src/programme/wording/wording.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Considerations } from '../../src/suggestions/considerations.service.js';
import { Consolidations } from '../../src/suggestions/consolidations.service.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import { OwnWords } from '../../src/suggestions/own-words.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { isWaiting } from '../../src/suggestions/suggestions.rules.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { tryAgain } from '../../src/suggestions/try-again.js';
import { Voices } from '../../src/suggestions/voices.service.js';
import { Refusal } from '../../src/web/refusal.js';
import type { Person, World } from '../feedback/world.js';
import type { Dice } from '../imports/random-texts.js';
import { wrongCounters, wrongHistories, wrongStandings } from './consultation-laws.js';
import { ground, wishes } from './consultation-script.js';

const wordsOf = (text: string) => new Set(text.match(/[\p{L}\p{N}]+/gu) ?? []);

/** Wishes about a section, decided in an order that a seed determines. */
export class Consultation {
  /** How often something was accepted for good. */
  accepted = 0;
  private readonly numbers: number[] = [];
  private people: Person[] = [];
  private garant: Person | undefined;
  private sectionId = '';
  private versions = 0;
  /** Words that a garant wrote. */
  private readonly edited: string[] = [];
  /** Accepted by itself and undisturbed since: what it put in has to stand in the text. */
  private standing: { number: number; added: string[] }[] = [];
  private readonly surprises: string[] = [];

  constructor(
    private readonly here: World,
    private readonly dice: Dice,
  ) {}

  async begin(): Promise<void> {
    this.garant = await this.here.person('Jana', 'jana');
    this.people = await Promise.all(
      ['Eva', 'Adam', 'Petr', 'Olga', 'Ivan'].map((name) => this.here.person(name)),
    );
    await this.edit(ground, 1);
    this.sectionId = (await this.here.section(1)).sectionId;
    for (const [index, [from, to]] of wishes.entries())
      await this.suggest(index, 'reword', null, ground.replace(from, to));
    for (const [index, heading] of ['Kdy', 'Kde', 'Za kolik'].entries())
      await this.suggest(wishes.length + index, 'add', heading, `${heading}: řekneme do konce roku.`);
    await this.suggest(29, 'remove', null, '');
    this.edited.length = 0;
    this.versions = (await this.here.point()).versionNumber;
  }

  /** Does something. @returns what it was. */
  async step(): Promise<string> {
    const acts =
      'accept accept accept accept decline edit undo together together consider confirm weigh withdraw'.split(
        ' ',
      );
    const act = this.dice.one(acts);
    return this.act(act).catch((error: unknown) => {
      if (error instanceof Refusal) return `${act} refused: ${error.key}`;
      throw error;
    });
  }

  private async act(act: string): Promise<string> {
    if (act === 'edit') return this.editSomewhere();
    if (act === 'together') return this.together();
    if (act === 'weigh') return this.weigh();
    if (act === 'confirm') return this.confirm();
    const waiting = (await this.suggestions()).filter((one) => isWaiting(one) && one.kind !== 'remove');
    const one = this.dice.one(waiting);
    if (act === 'accept') return this.accept(one);
    const viewer = await this.viewer();
    const { number } = one;
    const statement = 'Máme k tomu důvod.';
    await this.here.write(async (manager) => {
      const get = this.get.bind(this);
      if (act === 'undo') {
        await get(Acceptances).decline(manager, { number, viewer, statement });
        await get(Acceptances).undo(manager, { number, viewer });
      } else if (act === 'decline') await get(Acceptances).decline(manager, { number, viewer, statement });
      else if (act === 'consider') await get(Considerations).consider(manager, { number, viewer });
      else await get(Suggestions).withdraw(manager, { number, viewer: { accountId: one.authorId } });
    });
    return `${act} ${number}`;
  }

  private async accept(one: Suggestion): Promise<string> {
    const { number } = one;
    const viewer = await this.viewer();
    const accepting = { number, viewer, statement: null };
    const before = await this.here.section(1);
    const added = await this.addedBy(one);
    await this.here.write((manager) => this.get(Acceptances).accept(manager, accepting));
    this.versions += 1;
    if (this.dice.below(3) > 0) {
      this.takenOut(before.body, (await this.here.section(1)).body, await this.removedBy([one]));
      this.standing.push({ number, added });
      this.accepted += 1;
      return `accept ${number}`;
    }
    const waiting = await this.stateOfWaiting(number);
    await this.here.write((manager) => this.get(Acceptances).undo(manager, { number, viewer }));
    await this.here.write((manager) => this.get(Acceptances).accept(manager, accepting));
    if ((await this.stateOfWaiting(number)) !== waiting)
      this.surprises.push(`${number} accepted again made another state`);
    await this.here.write((manager) => this.get(Acceptances).undo(manager, { number, viewer }));
    this.versions += 3;
    if (!isSame(before, await this.here.section(1))) this.surprises.push(`undoing ${number} left something`);
    return `accept ${number} and undo`;
  }

  private async together(): Promise<string> {
    const waiting = (await this.suggestions()).filter((one) => isWaiting(one) && one.kind !== 'remove');
    const picked = [this.dice.one(waiting), this.dice.one(waiting), this.dice.one(waiting)];
    const numbers = [...new Set(picked.map(({ number }) => number))];
    const added = await Promise.all(picked.map((one) => this.addedBy(one)));
    const { sectionId, revisionId, body } = await this.here.section(1);
    const viewer = await this.viewer();
    const consolidating = { sectionId, viewer, numbers, revisionId, edited: null, statement: null };
    await this.here.write((manager) => this.get(Consolidations).publish(manager, consolidating));
    this.versions += 1;
    this.accepted += numbers.length;
    this.takenOut(body, (await this.here.section(1)).body, await this.removedBy(picked));
    for (const [index, { number }] of picked.entries())
      this.standing.push({ number, added: added[index] ?? [] });
    return `together ${numbers.join(', ')}`;
  }

  private async editSomewhere(): Promise<string> {
    const { body } = await this.here.section(1);
    const sentences = body.split('. ');
    const at = this.dice.below(sentences.length);
    sentences[at] =
      `${sentences[at]?.replace(/\.$/, '')} a${this.dice.below(1000)}b${at === sentences.length - 1 ? '.' : ''}`;
    await this.edit(sentences.join('. '), 1);
    this.takenOut(body, sentences.join('. '), wordsOf(body));
    return `edit of sentence ${at}`;
  }

  private async edit(body: string, number: number): Promise<void> {
    const { sectionId, revisionId, heading } = await this.here.section(number);
    const viewer = await this.viewer();
    const editing = {
      sectionId,
      revisionId,
      wording: { heading, body },
      note: 'Úprava.',
      minor: false,
      viewer,
    };
    await this.here.write((manager) => this.get(Edits).edit(manager, editing));
    this.versions += 1;
    this.edited.push(body);
  }

  private async confirm(): Promise<string> {
    const merged = (await this.suggestions()).filter((one) => isWaiting(one) && one.standing === 'merged');
    if (merged.length === 0) return 'nothing to confirm';
    const { number, authorId } = this.dice.one(merged);
    const { revisionId } = await this.here.section(1);
    const confirming = { number, viewer: { accountId: authorId }, revisionId };
    await this.here.write((manager) => this.get(OwnWords).confirm(manager, confirming));
    return `confirm ${number}`;
  }

  /** The section goes with all that waits on it, and comes back with it. @returns what does not hold then. */
  async tryRemoval(): Promise<string[]> {
    const removal = (await this.suggestions()).find((one) => isWaiting(one) && one.kind === 'remove');
    if (!removal) return ['the removal does not wait'];
    const { number } = removal;
    const viewer = await this.viewer();
    const before = await this.stateOfWaiting(number);
    const removing = { number, viewer, statement: null, confirmed: true };
    await this.here.write((manager) => this.get(Acceptances).accept(manager, removing));
    const left = (await this.suggestions()).filter(isWaiting);
    await this.here.write((manager) => this.get(Acceptances).undo(manager, { number, viewer }));
    this.versions += 2;
    const isRestored = (await this.stateOfWaiting(number)) === before;
    return [
      ...left.map((one) => `${one.number} waits on a section that is gone`),
      ...(isRestored ? [] : ['not all is as it was']),
      ...(await this.whatIsWrong()),
    ];
  }

  /** Accepts one after the other whatever still fits. @returns what does not hold on the way. */
  async acceptTheRest(): Promise<string[]> {
    for (;;) {
      const waiting = (await this.suggestions()).filter(
        (one) => isWaiting(one) && one.kind !== 'remove' && one.standing !== 'collides',
      );
      if (waiting.length === 0) return [];
      const one = this.dice.one(waiting);
      const before = await this.here.section(1);
      await this.here.write(async (manager) =>
        this.get(Acceptances).accept(manager, {
          number: one.number,
          viewer: await this.viewer(),
          statement: null,
        }),
      );
      this.versions += 1;
      this.accepted += 1;
      this.takenOut(before.body, (await this.here.section(1)).body, await this.removedBy([one]));
      const wrong = await this.whatIsWrong();
      if (wrong.length > 0) return wrong;
    }
  }

  private async weigh(): Promise<string> {
    const {
      id: suggestionId,
      number,
      authorId,
    } = this.dice.one((await this.suggestions()).filter(isWaiting));
    const others = this.people.filter(({ id }) => id !== authorId);
    for (const person of others) {
      const value = this.dice.one(['support', 'oppose'] as const);
      const voice = { suggestionId, accountId: person.id, value };
      await this.here.write((manager) => this.get(Voices).give(manager, voice));
    }
    return `weigh ${number}`;
  }

  /** What does not hold now. */
  async whatIsWrong(): Promise<string[]> {
    return [
      ...this.surprises.splice(0),
      ...(await this.inventedWords()),
      ...(await this.lostWords()),
      ...(await wrongStandings(this.here, await this.suggestions())),
      ...(await wrongCounters(this.here, await this.suggestions())),
      ...(await wrongHistories(this.here, await this.suggestions())),
      ...((await this.here.point()).versionNumber === this.versions ? [] : ['another number of versions']),
    ];
  }

  private async inventedWords(): Promise<string[]> {
    const all = await this.suggestions();
    const known = new Set(
      [ground, ...this.edited, ...all.flatMap(({ heading, body }) => [heading ?? '', body])].flatMap(
        (text) => [...wordsOf(text)],
      ),
    );
    const mine = (await this.here.sections()).filter(({ number }) => number === 1 || number > 3);
    return mine.flatMap(({ body }) =>
      [...wordsOf(body)].filter((word) => !known.has(word)).map((word) => `invented: ${word}`),
    );
  }

  private async lostWords(): Promise<string[]> {
    const text = (await this.here.sections()).map(({ body }) => body).join(' ');
    const words = wordsOf(text);
    return this.standing.flatMap(({ number, added }) =>
      added.filter((word) => !words.has(word)).map((word) => `lost: ${word} of ${number}`),
    );
  }

  /** Words that accepting it puts into today's text and that are nowhere in it. */
  private async addedBy(one: Suggestion): Promise<string[]> {
    const base = await this.read.findOneByOrFail(SectionRevision, { id: one.baseRevisionId });
    const current = await this.here.section(1);
    const attempt = tryAgain(one, base, current);
    if (!('proposal' in attempt)) return [];
    const there = wordsOf(current.body);
    return [...wordsOf(attempt.proposal.body)].filter((word) => one.kind === 'add' || !there.has(word));
  }

  /** Only what a decision meant to take out may go; that need not stand any more. */
  private takenOut(before: string, after: string, meant: ReadonlySet<string>): void {
    const left = wordsOf(after);
    const out = new Set([...wordsOf(before)].filter((word) => !left.has(word)));
    for (const word of out) if (!meant.has(word)) this.surprises.push(`taken out: ${word}`);
    this.standing = this.standing.map(({ number, added }) => ({
      number,
      added: added.filter((word) => !out.has(word)),
    }));
  }

  /** Words that their authors took out of the text they saw. */
  private async removedBy(all: readonly Suggestion[]): Promise<Set<string>> {
    const removed = new Set<string>();
    for (const { baseRevisionId, body } of all) {
      const base = await this.read.findOneByOrFail(SectionRevision, { id: baseRevisionId });
      const kept = wordsOf(body);
      for (const word of wordsOf(base.body)) if (!kept.has(word)) removed.add(word);
    }
    return removed;
  }

  private async stateOfWaiting(but: number): Promise<string> {
    const rows = (await this.suggestions()).filter(({ number }) => number !== but);
    return JSON.stringify(
      rows.map(({ number, state, standing, sectionId, dedupeKey }) => [
        number,
        state,
        standing,
        sectionId,
        dedupeKey,
      ]),
    );
  }

  private async suggest(
    index: number,
    kind: 'reword' | 'add' | 'remove',
    heading: string | null,
    body: string,
  ): Promise<void> {
    const author = this.people[index % this.people.length];
    const fresh = {
      sectionId: this.sectionId,
      authorId: author?.id ?? '',
      proposal: { kind, heading, body },
      reason: 'Bude to lepší.',
    };
    const { suggestion } = await this.here.write((manager) => this.get(Suggestions).publish(manager, fresh));
    this.numbers.push(suggestion.number);
  }

  private async suggestions(): Promise<Suggestion[]> {
    const all = await this.read.find(Suggestion, { order: { number: 'ASC' } });
    return all.filter(({ number }) => this.numbers.includes(number));
  }

  private async viewer() {
    if (!this.garant) throw new Error('nobody decides');
    return this.here.viewer(this.garant);
  }

  private get<T>(type: new (...args: never[]) => T): T {
    return this.here.app.application.get<T>(type);
  }

  private get read() {
    return this.here.app.database.read;
  }
}
