import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { mayManagePoint } from '../accounts/accounts.rules.js';
import { Database } from '../database/database.js';
import { Comment } from '../feedback/comment.entity.js';
import { readReplies, type ThreadComment } from '../feedback/threads.js';
import { PointGarant } from '../programme/point-garant.entity.js';
import { Points } from '../programme/points.service.js';
import { SuggestionStories } from '../suggestions/suggestion-story.service.js';
import { Suggestions } from '../suggestions/suggestions.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { found } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import type { CommentOnDesk } from './comment-item.page.js';
import { commentWording } from './comment-wording.js';
import { Decisions } from './decisions.service.js';
import { deskComment } from './desk-comment.js';
import { onMyDesk } from './desk-suggestions.service.js';
import type { QueueKey } from './queue.service.js';
import type { SuggestionOnDesk } from './suggestion-on-desk.js';

/** Reads one item of a desk with everything it takes to decide about it. */
@Injectable()
export class DeskItems {
  constructor(
    private readonly database: Database,
    private readonly points: Points,
    private readonly suggestions: Suggestions,
    private readonly stories: SuggestionStories,
    private readonly decisions: Decisions,
  ) {}

  /** @throws Refusal 404 for what is not there and for what is on another's desk. */
  async comment(
    viewer: Viewer,
    commentId: string,
    locale: Locale,
  ): Promise<CommentOnDesk & { key: QueueKey }> {
    const { read } = this.database;
    const item = await deskComment(read, viewer, commentId, 'moderate');
    const rootId = item.parentId ?? item.id;
    const [root, replies, mayManage, wording] = await Promise.all([
      this.root(rootId),
      readReplies(read, [rootId]),
      this.mayManage(viewer, item.pointId),
      commentWording(read, item, locale),
    ]);
    const hidden = [root, ...replies].filter((comment) => comment.hidden);
    const reasons = await this.decisions.ofComments(hidden.map(({ id }) => id));
    return {
      item,
      root,
      replies,
      wording,
      reasons,
      mayManage,
      key: { createdAt: item.createdAt, id: item.id },
    };
  }

  /** @throws Refusal 404 for what is not there and for what is on another's desk. */
  async suggestion(viewer: Viewer, number: number): Promise<SuggestionOnDesk & { key: QueueKey }> {
    const key = await onMyDesk(this.database.read, viewer, number, 'moderate');
    const inPlace = found(await this.suggestions.find(number));
    const { suggestion, place } = inPlace;
    const [context, mayManage, comments, story] = await Promise.all([
      this.points.sectionById(key.sectionId),
      this.mayManage(viewer, place.pointId),
      this.database.read.countBy(Comment, { suggestionId: suggestion.id, hiddenAt: IsNull() }),
      this.stories.of(inPlace),
    ]);
    return { ...inPlace, current: context?.section ?? null, mayManage, comments, story, key };
  }

  private async mayManage(viewer: Viewer, pointId: string): Promise<boolean> {
    const garants = await this.database.read.findBy(PointGarant, { pointId });
    return mayManagePoint(viewer, { id: pointId, garantUids: garants.map(({ personUid }) => personUid) });
  }

  private async root(id: string): Promise<ThreadComment> {
    const comment = found(await this.database.read.findOneBy(Comment, { id }));
    const author = found(await this.database.read.findOneBy(Account, { id: comment.authorId }));
    const { number, parentId, voice, createdAt, body, hiddenAt } = comment;
    const hidden = hiddenAt !== null;
    return {
      id,
      number,
      parentId,
      voice,
      createdAt,
      hidden,
      body: hidden ? null : body,
      author: { id: author.id, name: author.publicName },
      revision: null,
    };
  }
}
