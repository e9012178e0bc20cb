import { Global, Module } from '@nestjs/common';
import { Acceptances } from './acceptances.service.js';
import { ComposeController } from './compose.controller.js';
import { Consolidations } from './consolidations.service.js';
import { EditController } from './edit.controller.js';
import { Edits } from './edits.service.js';
import { Outcomes } from './outcomes.service.js';
import { SuggestionPublisher } from './suggestion.publisher.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { SuggestionsController } from './suggestions.controller.js';
import { Suggestions } from './suggestions.service.js';

/** Other wordings that people propose, and what is decided about them. */
@Global()
@Module({
  controllers: [ComposeController, EditController, SuggestionsController],
  providers: [
    Suggestions,
    SuggestionHistory,
    Outcomes,
    Acceptances,
    Consolidations,
    Edits,
    SuggestionPublisher,
  ],
  exports: [Suggestions, SuggestionHistory, Outcomes, Acceptances, Consolidations, Edits],
})
export class SuggestionsModule {}
