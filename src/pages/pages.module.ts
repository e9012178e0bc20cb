import { Module } from '@nestjs/common';
import { Authors } from './authors.service.js';
import { HomeController } from './home.controller.js';
import { OwnParts } from './own-parts.service.js';
import { Pictures } from './pictures.service.js';
import { PointController } from './point.controller.js';
import { PointStates } from './point-state.service.js';
import { ProgrammeController } from './programme.controller.js';
import { ProgrammeSearch } from './programme-search.service.js';
import { Said } from './said.service.js';

/** The screens that join several modules. */
@Module({
  controllers: [HomeController, ProgrammeController, PointController],
  providers: [Authors, OwnParts, Pictures, PointStates, ProgrammeSearch, Said],
})
export class PagesModule {}
