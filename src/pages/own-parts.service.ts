import { Injectable } from '@nestjs/common';
import { Stamps } from '../activity/stamps.service.js';
import { Database } from '../database/database.js';
import { type OwnVote, type SectionTally, Votes } from '../feedback/votes.service.js';
import type { SectionText } from '../programme/points.service.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import { cutAtSlots, fillSlots, type Slots, type SlottedPage } from '../web/views/slots.js';
import type { PointState } from './point-state.service.js';
import { Unchanged } from './unchanged.js';
import { type VoteBoxContext, voteBoxModel } from './vote-box.page.js';

/** Name of the hole that takes the vote box of a section. */
export function voteSlot(section: Pick<SectionText, 'number'>): string {
  return `vote:${section.number}`;
}

/** Fills the holes of a point's pages with what belongs to one reader. */
@Injectable()
export class OwnParts {
  /** Vote boxes of one state of a point look the same to all who voted the same, but for the token of the form. */
  private readonly boxes = new WeakMap<PointState, Map<string, SlottedPage>>();

  /** What somebody voted on the sections of a point, by account and section ids. */
  private readonly own: Unchanged<Map<string, OwnVote>>;

  constructor(
    database: Database,
    stamps: Stamps,
    votes: Votes,
    private readonly renderer: Renderer,
  ) {
    this.own = new Unchanged({ database, stamps }, (key) => {
      const [accountId = '', ...sectionIds] = key.split(' ');
      return votes.ofAccount(accountId, sectionIds);
    });
  }

  /** Vote boxes of sections, and what visitors are told beside a composer. At most one query. */
  async of(
    reader: Reader,
    state: PointState,
    sections: readonly SectionText[],
    context: VoteBoxContext,
    tallies: ReadonlyMap<string, SectionTally> = state.tallies,
  ): Promise<Slots> {
    const ids = sections.map((section) => section.sectionId);
    const own = reader.viewer ? await this.own.get([reader.viewer.accountId, ...ids].join(' ')) : null;
    const csrf = this.renderer.csrfField(reader);
    const slots: Slots = {
      visitorHint: () => (reader.viewer ? '' : this.renderer.part(reader, 'components/visitor-hint', {})),
    };
    for (const section of sections) {
      const vote = own?.get(section.sectionId) ?? null;
      const box = this.box(state, section, context, { own: vote, tally: tallies.get(section.sectionId) });
      slots[voteSlot(section)] = () => fillSlots(box, { csrf });
    }
    return slots;
  }

  private box(
    state: PointState,
    section: SectionText,
    context: VoteBoxContext,
    { own, tally }: { own: OwnVote | null; tally: SectionTally | undefined },
  ): SlottedPage {
    const boxes = this.boxes.get(state) ?? new Map<string, SlottedPage>();
    this.boxes.set(state, boxes);
    const key = [context.locale, context.open, section.sectionId, own?.value, own?.revisionId].join();
    const known = boxes.get(key);
    if (known) return known;
    const model = voteBoxModel(section, context, tally, own);
    const box = cutAtSlots(this.renderer.text(context.locale, 'components/vote-box', model));
    boxes.set(key, box);
    return box;
  }
}
