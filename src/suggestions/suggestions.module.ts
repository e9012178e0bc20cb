import { Global, Module } from '@nestjs/common';

/** Other wordings that people propose, and what is decided about them. */
@Global()
@Module({ providers: [], exports: [] })
export class SuggestionsModule {}
