import { Module } from '@nestjs/common';
import { Departures } from './departures.service.js';
import { Journeys } from './journeys.service.js';
import { NewcomerController } from './newcomer.controller.js';
import { ProviderController } from './provider.controller.js';
import { ProviderClient } from './provider-client.service.js';
import { ProviderLinksController } from './provider-links.controller.js';
import { ProviderRoles } from './provider-roles.service.js';
import { ProviderSignIns } from './provider-sign-ins.service.js';

/** Signing in through identity providers: OpenID Connect. */
@Module({
  controllers: [ProviderController, NewcomerController, ProviderLinksController],
  providers: [Departures, Journeys, ProviderClient, ProviderRoles, ProviderSignIns],
})
export class ProvidersModule {}
