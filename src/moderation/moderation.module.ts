import { Global, Module } from '@nestjs/common';
import { ClashController } from './clash.controller.js';
import { ConsolidationController } from './consolidation.controller.js';
import { Decisions } from './decisions.service.js';
import { DeskController } from './desk.controller.js';
import { DeskCommentsController } from './desk-comments.controller.js';
import { DeskComments } from './desk-comments.service.js';
import { DeskItems } from './desk-items.service.js';
import { DeskPages } from './desk-pages.service.js';
import { DeskSuggestionsController } from './desk-suggestions.controller.js';
import { DeskSuggestions } from './desk-suggestions.service.js';
import { LogController } from './log.controller.js';
import { ModerationPersonal } from './moderation.personal.js';
import { Queue } from './queue.service.js';

/** What garants decide, why, and the public log of it. */
@Global()
@Module({
  controllers: [
    ClashController,
    ConsolidationController,
    DeskController,
    DeskCommentsController,
    DeskSuggestionsController,
    LogController,
  ],
  providers: [Decisions, Queue, DeskComments, DeskSuggestions, DeskItems, DeskPages, ModerationPersonal],
  exports: [Decisions, DeskComments],
})
export class ModerationModule {}
