import { Global, Module } from '@nestjs/common';
import { CommentPublisher } from './comment.publisher.js';
import { CommentsController } from './comments.controller.js';
import { Comments } from './comments.service.js';
import { VotePublisher } from './vote.publisher.js';
import { VotesController } from './votes.controller.js';
import { Votes } from './votes.service.js';

/** What people say about sections: comments and votes. */
@Global()
@Module({
  controllers: [CommentsController, VotesController],
  providers: [Comments, Votes, CommentPublisher, VotePublisher],
  exports: [Comments, Votes],
})
export class FeedbackModule {}
