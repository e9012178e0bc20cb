import { Module } from '@nestjs/common';
import { Authors } from './authors.service.js';
import { HomeController } from './home.controller.js';
import { MyAccountController } from './my-account.controller.js';
import { OwnContributionsReader } from './own-contributions.service.js';
import { OwnParts } from './own-parts.service.js';
import { Pictures } from './pictures.service.js';
import { PointController } from './point.controller.js';
import { PointStates } from './point-state.service.js';
import { ProgrammeController } from './programme.controller.js';
import { ProgrammeSearch } from './programme-search.service.js';
import { Said } from './said.service.js';
import { SectionController } from './section.controller.js';
import { Sections } from './sections.service.js';
import { SitemapController } from './sitemap.controller.js';
import { TextsController } from './texts.controller.js';

/** The screens that join several modules. */
@Module({
  controllers: [
    HomeController,
    ProgrammeController,
    PointController,
    SectionController,
    TextsController,
    SitemapController,
    MyAccountController,
  ],
  providers: [
    Authors,
    OwnContributionsReader,
    OwnParts,
    Pictures,
    PointStates,
    ProgrammeSearch,
    Said,
    Sections,
  ],
})
export class PagesModule {}
