import { Global, Module } from '@nestjs/common';
import { Acceptances } from './acceptances.service.js';
import { Suggestions } from './suggestions.service.js';

/** Other wordings that people propose, and what is decided about them. */
@Global()
@Module({ providers: [Suggestions, Acceptances], exports: [Suggestions, Acceptances] })
export class SuggestionsModule {}
