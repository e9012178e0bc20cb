import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Votes } from '../feedback/votes.service.js';
import type { SectionText } from '../programme/points.service.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import { cutAtSlots, fillSlots, type Slots, type SlottedPage } from '../web/views/slots.js';
import type { PointState } from './point-state.service.js';
import { type VoteBoxContext, voteBoxModel } from './vote-box.page.js';

/** Name of the hole that takes the vote box of a section. */
export function voteSlot(section: Pick<SectionText, 'number'>): string {
  return `vote:${section.number}`;
}

/** Fills the holes of a point's pages with what belongs to one reader. */
@Injectable()
export class OwnParts {
  /** Vote boxes look the same to all who voted the same, but for the token of the form. */
  private readonly boxes = new LRUCache<string, SlottedPage>({ max: 5000 });

  constructor(
    private readonly votes: Votes,
    private readonly renderer: Renderer,
  ) {}

  /** Vote boxes of sections, and what visitors are told beside a composer. At most one query. */
  async of(
    reader: Reader,
    state: PointState,
    sections: readonly SectionText[],
    context: VoteBoxContext,
  ): Promise<Slots> {
    const ids = sections.map((section) => section.sectionId);
    const own = reader.viewer ? await this.votes.ofAccount(reader.viewer.accountId, ids) : null;
    const csrf = this.renderer.part(reader, 'components/csrf', {});
    const slots: Slots = {
      visitorHint: reader.viewer ? '' : this.renderer.part(reader, 'components/visitor-hint', {}),
    };
    for (const section of sections) {
      const { sectionId } = section;
      const model = voteBoxModel(section, context, state.tallies.get(sectionId), own?.get(sectionId) ?? null);
      slots[voteSlot(section)] = fillSlots(this.box(model, context), { csrf });
    }
    return slots;
  }

  private box(model: ReturnType<typeof voteBoxModel>, context: VoteBoxContext): SlottedPage {
    const key = JSON.stringify([context.locale, model]);
    const known = this.boxes.get(key);
    if (known) return known;
    const box = cutAtSlots(this.renderer.text(context.locale, 'components/vote-box', model));
    this.boxes.set(key, box);
    return box;
  }
}
