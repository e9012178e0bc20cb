import { Global, Module } from '@nestjs/common';
import { Acceptances } from './acceptances.service.js';
import { ComposeController } from './compose.controller.js';
import { SuggestionPublisher } from './suggestion.publisher.js';
import { SuggestionsController } from './suggestions.controller.js';
import { Suggestions } from './suggestions.service.js';

/** Other wordings that people propose, and what is decided about them. */
@Global()
@Module({
  controllers: [ComposeController, SuggestionsController],
  providers: [Suggestions, Acceptances, SuggestionPublisher],
  exports: [Suggestions, Acceptances],
})
export class SuggestionsModule {}
