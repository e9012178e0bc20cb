import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Config } from '../ops/config.js';
import { AccessGuard } from './access.js';
import { AssetsController } from './assets.controller.js';
import { Assets } from './assets.js';
import { CsrfGuard } from './csrf.js';
import { ErrorFilter } from './error.filter.js';
import { Flash } from './flash.js';
import { HealthController } from './health.controller.js';
import { Secret } from './secret.js';
import { SiteTexts } from './texts/site-texts.service.js';
import { ViewEngine } from './views/engine.js';
import { RecentPages } from './views/recent-pages.js';
import { Renderer } from './views/renderer.service.js';

/** The rendering kit and everything that stands between a request and a controller. */
@Global()
@Module({
  controllers: [AssetsController, HealthController],
  providers: [
    {
      provide: Assets,
      useFactory: (config: Config) => new Assets(config.NODE_ENV !== 'test'),
      inject: [Config],
    },
    {
      provide: ViewEngine,
      useFactory: (assets: Assets, config: Config) => new ViewEngine(assets, config.reload),
      inject: [Assets, Config],
    },
    Secret,
    Flash,
    RecentPages,
    Renderer,
    SiteTexts,
    ErrorFilter,
    // Guards run in this order: who is it and may they, then does the form come from us.
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: CsrfGuard },
    { provide: APP_FILTER, useExisting: ErrorFilter },
  ],
  exports: [Assets, ViewEngine, Secret, Flash, Renderer, SiteTexts, ErrorFilter],
})
export class WebModule {}
