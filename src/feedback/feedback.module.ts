import { Global, Module } from '@nestjs/common';
import { Comments } from './comments.service.js';
import { Votes } from './votes.service.js';

/** What people say about sections: comments and votes. */
@Global()
@Module({ providers: [Comments, Votes], exports: [Comments, Votes] })
export class FeedbackModule {}
