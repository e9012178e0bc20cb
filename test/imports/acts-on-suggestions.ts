import type { EntityManager } from 'typeorm';
import { placeOf } from '../../src/feedback/section-place.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Considerations } from '../../src/suggestions/considerations.service.js';
import { Consolidations } from '../../src/suggestions/consolidations.service.js';
import { OwnWords } from '../../src/suggestions/own-words.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { isAccepted, isWaiting } from '../../src/suggestions/suggestions.rules.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Voices } from '../../src/suggestions/voices.service.js';
import type { Viewer } from '../../src/web/viewer.js';
import type { TestApplication } from '../support/application.js';
import { anyText, type Dice } from './random-texts.js';

/** Who may act: readers that say what they think of suggestions, and a garant of all points. */
export interface Actors {
  readers: readonly string[];
  viewer: Viewer;
}

type Act = (one: Suggestion, actors: Actors) => Promise<string>;

/** What authors, readers and garants do about suggestions that are there already. */
export class ActsOnSuggestions {
  /** Versions made since it was last asked. */
  private made = 0;
  /** Wordings that authors have written on since it was last asked, by id of the suggestion. */
  private rewritten = new Map<string, string>();

  constructor(
    private readonly app: TestApplication,
    private readonly dice: Dice,
  ) {}

  /** Does one of them. @returns what it was. @throws Refusal as whatever it was. */
  async any(actors: Actors): Promise<string> {
    const all = await this.app.database.read.find(Suggestion, { order: { number: 'ASC' } });
    const wanted = this.dice.below(3) > 0 ? all.filter(isWaiting) : all;
    if (wanted.length === 0) return 'nothing to act on';
    const act = this.dice.one(this.acts);
    return `${await act.call(this, this.dice.one(wanted), actors)}`;
  }

  /** What has happened since it was last asked. */
  takeStock(): { versions: number; rewritten: Map<string, string> } {
    const stock = { versions: this.made, rewritten: this.rewritten };
    this.made = 0;
    this.rewritten = new Map();
    return stock;
  }

  private readonly acts: Act[] = [
    this.weigh,
    this.weigh,
    this.takeVoiceBack,
    this.withdraw,
    this.edit,
    this.adapt,
    this.adapt,
    this.confirm,
    this.confirm,
    this.takeStance,
    this.consider,
    this.adaptAccepted,
    this.decline,
    this.decline,
    this.declineForAWhile,
    this.reopen,
    this.undo,
    this.undo,
    this.consolidate,
    this.consolidate,
  ];

  private async weigh({ id: suggestionId, number }: Suggestion, { readers }: Actors): Promise<string> {
    const voice = {
      suggestionId,
      accountId: this.dice.one(readers),
      value: this.dice.one(['support', 'support', 'oppose'] as const),
    };
    await this.write((manager) => this.get(Voices).give(manager, voice));
    return `${voice.value} ${number}`;
  }

  private async takeVoiceBack({ id: suggestionId, number }: Suggestion, { readers }: Actors) {
    const accountId = this.dice.one(readers);
    await this.write((manager) => this.get(Voices).withdraw(manager, { suggestionId, accountId }));
    return `no voice for ${number}`;
  }

  private async withdraw({ number, authorId }: Suggestion): Promise<string> {
    const viewer = { accountId: authorId };
    await this.write((manager) => this.get(Suggestions).withdraw(manager, { number, viewer }));
    return `withdrew ${number}`;
  }

  private edit(one: Suggestion): Promise<string> {
    return this.rewrite(one, 'edit');
  }

  private adapt(one: Suggestion): Promise<string> {
    return this.rewrite(one, 'adapt');
  }

  private async rewrite(one: Suggestion, how: 'edit' | 'adapt'): Promise<string> {
    const { number, authorId, kind, reason } = one;
    const { revisionId, heading, body } = await this.todayOf(one);
    const said = { heading: one.heading, body: `${one.body} ${anyText(this.dice, 3)}` };
    const wordings = {
      reword: { heading, body: `${body} ${anyText(this.dice, 3)}` },
      add: said,
      remove: { heading: null, body: '' },
    };
    const viewer = { accountId: authorId };
    const fresh = { number, viewer, how, wording: wordings[kind], reason, revisionId };
    await this.write((manager) => this.get(OwnWords).rewrite(manager, fresh));
    this.rewritten.set(one.id, revisionId);
    return `${how} of ${number}`;
  }

  private async confirm(one: Suggestion): Promise<string> {
    const { number, authorId } = one;
    const { revisionId } = await this.todayOf(one);
    const confirming = { number, viewer: { accountId: authorId }, revisionId };
    await this.write((manager) => this.get(OwnWords).confirm(manager, confirming));
    this.rewritten.set(one.id, revisionId);
    return `confirmed ${number}`;
  }

  private async takeStance({ number, authorId }: Suggestion): Promise<string> {
    const stance = this.dice.one(['agrees', 'distances'] as const);
    const taking = { number, viewer: { accountId: authorId }, stance };
    await this.write((manager) => this.get(OwnWords).takeStance(manager, taking));
    return `${stance} with ${number}`;
  }

  private async consider({ number }: Suggestion, { viewer }: Actors): Promise<string> {
    await this.write((manager) => this.get(Considerations).consider(manager, { number, viewer }));
    return `considered ${number}`;
  }

  private async adaptAccepted(one: Suggestion, { viewer }: Actors): Promise<string> {
    const { number, kind } = one;
    const today = await this.todayOf(one);
    const edited = {
      heading: kind === 'add' ? one.heading : today.heading,
      body: `${kind === 'add' ? one.body : today.body} ${anyText(this.dice, 4)}`,
    };
    const accepting = { number, viewer, statement: null, edited: kind === 'remove' ? undefined : edited };
    await this.write((manager) =>
      this.get(Acceptances).accept(manager, { ...accepting, confirmed: kind === 'remove' }),
    );
    this.made += 1;
    return `accepted ${number} with changes`;
  }

  private async decline({ number }: Suggestion, { viewer }: Actors): Promise<string> {
    const declining = { number, viewer, statement: 'Na to letos nejsou peníze.' };
    await this.write((manager) => this.get(Acceptances).decline(manager, declining));
    return `declined ${number}`;
  }

  /** Declined, and taken back after something else was decided. */
  private async declineForAWhile(one: Suggestion, actors: Actors): Promise<string> {
    const { number } = one;
    await this.decline(one, actors);
    const others = (await this.app.database.read.findBy(Suggestion, { sectionId: one.sectionId })).filter(
      isWaiting,
    );
    const other = others.find(({ standing }) => standing !== 'collides');
    if (other) await this.adaptAccepted(other, actors);
    await this.write((manager) => this.get(Acceptances).undo(manager, { number, viewer: actors.viewer }));
    return `declined ${number} while ${other?.number ?? 'nothing'} was accepted`;
  }

  private async reopen({ number }: Suggestion, { viewer }: Actors): Promise<string> {
    const reopening = { number, viewer, statement: 'Podíváme se na to znovu.' };
    await this.write((manager) => this.get(Considerations).reopen(manager, reopening));
    return `reopened ${number}`;
  }

  /** Of what was decided last that can be taken back. */
  private async undo(one: Suggestion, { viewer }: Actors): Promise<string> {
    const all = await this.app.database.read.find(Suggestion, { order: { decidedAt: 'DESC' } });
    const decided = all.filter((other) => other.decidedById !== null && isDecision(other));
    const { number, versionId } = this.dice.below(3) > 0 ? (decided[0] ?? one) : one;
    await this.write((manager) => this.get(Acceptances).undo(manager, { number, viewer }));
    if (versionId !== null) this.made += 1;
    return `undid ${number}`;
  }

  private async consolidate(one: Suggestion, { viewer }: Actors): Promise<string> {
    const { sectionId } = one;
    const all = await this.app.database.read.find(Suggestion, {
      where: { sectionId },
      order: { number: 'ASC' },
    });
    const able = all.filter((other) => isWaiting(other) && other.standing !== 'collides');
    const picked = [one, ...able.filter(() => this.dice.below(3) > 0)].slice(0, 12);
    const numbers = [...new Set(picked.map(({ number }) => number))];
    const { revisionId, heading, body } = await this.todayOf(one);
    const edited = this.dice.below(3) > 0 ? null : { heading, body: `${body} ${anyText(this.dice, 2)}` };
    const consolidating = { sectionId, viewer, numbers, revisionId, edited, statement: null };
    await this.write((manager) => this.get(Consolidations).publish(manager, consolidating));
    this.made += 1;
    return `consolidated ${numbers.join(' ')}`;
  }

  /** The section as the text has it, or as it had it last; then whatever is tried is refused. */
  private async todayOf({ sectionId, baseRevisionId }: Suggestion) {
    const { read } = this.app.database;
    const place = await placeOf(read, sectionId);
    const id = place?.revisionId ?? baseRevisionId;
    const { heading, body } = await read.findOneByOrFail(SectionRevision, { id });
    return { revisionId: id, heading, body };
  }

  private write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.app.database.write(work);
  }

  private get<T>(service: abstract new (...args: never[]) => T): T {
    return this.app.application.get<T>(service);
  }
}

function isDecision(one: Suggestion): boolean {
  return one.state === 'declined' || isAccepted(one);
}
