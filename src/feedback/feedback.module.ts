import { Global, Module } from '@nestjs/common';
import { CommentPublisher } from './comment.publisher.js';
import { CommentActs } from './comment-acts.service.js';
import { CommentForms } from './comment-forms.service.js';
import { CommentsController } from './comments.controller.js';
import { Comments } from './comments.service.js';
import { FeedbackPersonal } from './feedback.personal.js';
import { Threads } from './threads.service.js';
import { VotePublisher } from './vote.publisher.js';
import { VotesController } from './votes.controller.js';
import { Votes } from './votes.service.js';

/** What people say: comments on sections and suggestions, and votes on sections. */
@Global()
@Module({
  controllers: [CommentsController, VotesController],
  providers: [
    Comments,
    CommentActs,
    CommentForms,
    Threads,
    Votes,
    CommentPublisher,
    VotePublisher,
    FeedbackPersonal,
  ],
  exports: [Comments, CommentActs, CommentForms, Threads, Votes],
})
export class FeedbackModule {}
