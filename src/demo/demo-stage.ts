import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { Comments } from '../feedback/comments.service.js';
import { type SectionVote, Votes } from '../feedback/votes.service.js';
import type { Ground } from '../moderation/decision.entity.js';
import { DeskComments } from '../moderation/desk-comments.service.js';
import { DeskSuggestions } from '../moderation/desk-suggestions.service.js';
import { Points, type SectionText } from '../programme/points.service.js';
import type { Programme } from '../programme/programme.entity.js';
import { Considerations } from '../suggestions/considerations.service.js';
import { Edits } from '../suggestions/edits.service.js';
import { OwnWords } from '../suggestions/own-words.service.js';
import { type Stance, Suggestion } from '../suggestions/suggestion.entity.js';
import { Suggestions } from '../suggestions/suggestions.service.js';
import { Voices, type VoiceValue } from '../suggestions/voices.service.js';
import type { Viewer } from '../web/viewer.js';
import type { DemoDecision, DemoEdit, DemoSuggestion, Where } from './demo-script.js';

/** Where the people of the demo act: one programme, through its services. Whatever the text no longer has is left out. */
export class DemoStage {
  private constructor(
    private readonly application: INestApplicationContext,
    readonly programme: Programme,
    readonly beginning: Date,
    /** The present, or the end of a consultation that is over. */
    readonly end: Date,
  ) {}

  /** Null without such a programme, or before its consultation. */
  static async for(application: INestApplicationContext, programmeUid: string): Promise<DemoStage | null> {
    const programme = await application.get(Points).programme(programmeUid);
    const at = now();
    if (!programme?.opensAt || programme.opensAt > at) return null;
    const end = programme.closesAt && programme.closesAt < at ? programme.closesAt : at;
    return new DemoStage(application, programme, new Date(programme.opensAt), new Date(end));
  }

  /** Gives the comment's id; null where there is no such section. */
  async comment(
    where: Where,
    by: Viewer,
    body: string,
    answersId: string | null = null,
  ): Promise<string | null> {
    const section = await this.section(where);
    if (!section) return null;
    const { sectionId, revisionId } = section;
    const fresh = { sectionId, revisionId, authorId: by.accountId, body, answersId };
    const { comment } = await this.database.write((manager) =>
      this.application.get(Comments).publish(manager, fresh),
    );
    return comment.id;
  }

  answer(by: Viewer, commentId: string, body: string): Promise<void> {
    return this.application.get(DeskComments).answer(by, { commentId, standing: 'waiting', body });
  }

  settle(by: Viewer, commentId: string): Promise<void> {
    return this.application.get(DeskComments).settle(by, { commentId, standing: 'waiting' });
  }

  hide(by: Viewer, commentId: string, ground: Ground, facts: string): Promise<void> {
    return this.application.get(DeskComments).hide(by, { commentId, standing: 'waiting', ground, facts });
  }

  async vote(where: Where, by: Viewer, value: SectionVote): Promise<void> {
    const section = await this.section(where);
    if (!section) return;
    const { sectionId, revisionId } = section;
    const vote = { sectionId, revisionId, accountId: by.accountId, value };
    await this.database.write((manager) => this.application.get(Votes).cast(manager, vote));
  }

  /** Gives the suggestion's number; null where there is no such section or none of the words to be replaced. */
  async suggest(what: DemoSuggestion, by: Viewer): Promise<number | null> {
    const section = await this.section(what);
    const proposal = section && proposalFor(what, section);
    if (!section || !proposal) return null;
    const { sectionId, revisionId } = section;
    const fresh = {
      sectionId,
      revisionId,
      authorId: by.accountId,
      proposal,
      reason: what.reason,
      credited: what.credited,
    };
    const { suggestion } = await this.database.write((manager) =>
      this.application.get(Suggestions).publish(manager, fresh),
    );
    return suggestion.number;
  }

  async edit({ note, replace, minor = false, ...where }: DemoEdit, by: Viewer): Promise<void> {
    const section = await this.section(where);
    const body = section && replaced(section.body, replace);
    if (!section || !body) return;
    const { sectionId, revisionId, heading } = section;
    const editing = { sectionId, revisionId, wording: { heading, body }, note, minor, viewer: by };
    await this.database.write((manager) => this.application.get(Edits).edit(manager, editing));
  }

  async decide(by: Viewer, number: number, decision: DemoDecision): Promise<void> {
    const { accepted, statement, changed } = decision;
    const desk = this.application.get(DeskSuggestions);
    if (!accepted) return desk.decline(by, number, statement);
    const edited = changed && (await this.changed(number, changed));
    await desk.accept(by, { number, statement, edited }, null);
  }

  async consider(by: Viewer, number: number): Promise<void> {
    await this.database.write((manager) =>
      this.application.get(Considerations).consider(manager, { viewer: by, number }),
    );
  }

  async takeStance(by: Viewer, number: number, stance: Stance): Promise<void> {
    await this.database.write((manager) =>
      this.application.get(OwnWords).takeStance(manager, { viewer: by, number, stance }),
    );
  }

  async weigh(by: Viewer, number: number, value: VoiceValue): Promise<void> {
    const { id: suggestionId } = await this.suggestion(number);
    const voice = { suggestionId, accountId: by.accountId, value };
    await this.database.write((manager) => this.application.get(Voices).give(manager, voice));
  }

  /** Says something about a suggestion; gives the comment's id, null where there is no such suggestion. */
  async remark(number: number | null, by: Viewer, body: string): Promise<string | null> {
    if (number === null) return null;
    const { id: suggestionId } = await this.suggestion(number);
    const { comment } = await this.database.write((manager) =>
      this.application.get(Comments).publish(manager, { suggestionId, authorId: by.accountId, body }),
    );
    return comment.id;
  }

  /** What a garant makes of a suggestion. */
  private async changed(number: number, replacements: DemoDecision['changed']) {
    const { heading, body } = await this.suggestion(number);
    return { heading, body: replaced(body, replacements ?? []) ?? body };
  }

  private suggestion(number: number): Promise<Suggestion> {
    return this.database.read.findOneByOrFail(Suggestion, { number });
  }

  private get database(): Database {
    return this.application.get(Database);
  }

  private async section({ point, section }: Where): Promise<SectionText | null> {
    const found = await this.application.get(Points).findSection(this.programme.uid, point, section);
    return found?.section ?? null;
  }
}

function proposalFor(what: DemoSuggestion, section: SectionText) {
  if (what.add) return { kind: 'add' as const, ...what.add };
  const body = replaced(section.body, what.replace ?? []);
  return body === null ? null : { kind: 'reword' as const, heading: section.heading, body };
}

/** Null where one of the words to be replaced is not there. */
function replaced(text: string, replacements: readonly (readonly [string, string])[]): string | null {
  if (!replacements.every(([from]) => text.includes(from))) return null;
  return replacements.reduce((body, [from, to]) => body.replace(from, () => to), text);
}
