import { Global, Module } from '@nestjs/common';
import { Acceptances } from './acceptances.service.js';
import { AuthorshipReader } from './authorship.service.js';
import { BoardController } from './board.controller.js';
import { Carrying } from './carrying.service.js';
import { CarryingMail } from './carrying-mail.service.js';
import { ComposeController } from './compose.controller.js';
import { Considerations } from './considerations.service.js';
import { Consolidations } from './consolidations.service.js';
import { ContendersReads } from './contenders.service.js';
import { EditController } from './edit.controller.js';
import { Edits } from './edits.service.js';
import { Outcomes } from './outcomes.service.js';
import { OwnWords } from './own-words.service.js';
import { RewriteController } from './rewrite.controller.js';
import { SuggestionPublisher } from './suggestion.publisher.js';
import { SuggestionHistory } from './suggestion-history.service.js';
import { SuggestionStories } from './suggestion-story.service.js';
import { SuggestionsController } from './suggestions.controller.js';
import { SuggestionsPersonal } from './suggestions.personal.js';
import { Suggestions } from './suggestions.service.js';

/** Other wordings that people propose, and what is decided about them. */
@Global()
@Module({
  controllers: [BoardController, ComposeController, EditController, RewriteController, SuggestionsController],
  providers: [
    Suggestions,
    SuggestionHistory,
    Outcomes,
    Carrying,
    CarryingMail,
    Acceptances,
    AuthorshipReader,
    Considerations,
    Consolidations,
    ContendersReads,
    Edits,
    OwnWords,
    SuggestionStories,
    SuggestionPublisher,
    SuggestionsPersonal,
  ],
  exports: [
    Suggestions,
    SuggestionHistory,
    Outcomes,
    Acceptances,
    AuthorshipReader,
    Considerations,
    Consolidations,
    ContendersReads,
    Edits,
    SuggestionStories,
  ],
})
export class SuggestionsModule {}
