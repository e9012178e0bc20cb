import { Global, Module } from '@nestjs/common';

/** What people say about sections: comments and votes. */
@Global()
@Module({ providers: [], exports: [] })
export class FeedbackModule {}
