import { Module } from '@nestjs/common';
import { Authors } from './authors.service.js';
import { AuthorshipController } from './authorship.controller.js';
import { HomeController } from './home.controller.js';
import { Merged } from './merged.service.js';
import { MyAccountController } from './my-account.controller.js';
import { OwnContributionsController } from './own-contributions.controller.js';
import { OwnContributionsReader } from './own-contributions.service.js';
import { OwnNewsReader } from './own-news.service.js';
import { OwnParts } from './own-parts.service.js';
import { OwnReading } from './own-reading.service.js';
import { OwnVotes } from './own-votes.service.js';
import { Pictures } from './pictures.service.js';
import { Places } from './places.service.js';
import { PointController } from './point.controller.js';
import { PointStates } from './point-state.service.js';
import { ProgrammeController } from './programme.controller.js';
import { ProgrammeSearch } from './programme-search.service.js';
import { ReadingsController } from './readings.controller.js';
import { Said } from './said.service.js';
import { SectionController } from './section.controller.js';
import { Sections } from './sections.service.js';
import { SettlementController } from './settlement.controller.js';
import { SettlementReader } from './settlement.service.js';
import { SinceVisit } from './since-visit.service.js';
import { SitemapController } from './sitemap.controller.js';
import { SuggestionListController } from './suggestion-list.controller.js';
import { SuggestionLists } from './suggestion-list.service.js';
import { SuggestionThread } from './suggestion-thread.service.js';
import { TextsController } from './texts.controller.js';
import { VersionsController } from './versions.controller.js';
import { WordingsController } from './wordings.controller.js';

/** The screens that join several modules. */
@Module({
  controllers: [
    HomeController,
    ProgrammeController,
    PointController,
    SectionController,
    SuggestionListController,
    TextsController,
    SitemapController,
    MyAccountController,
    OwnContributionsController,
    VersionsController,
    AuthorshipController,
    SettlementController,
    WordingsController,
    ReadingsController,
  ],
  providers: [
    Authors,
    Merged,
    OwnContributionsReader,
    OwnNewsReader,
    OwnParts,
    OwnReading,
    OwnVotes,
    Pictures,
    Places,
    PointStates,
    ProgrammeSearch,
    Said,
    Sections,
    SettlementReader,
    SinceVisit,
    SuggestionLists,
    SuggestionThread,
  ],
})
export class PagesModule {}
