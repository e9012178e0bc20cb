import { Global, Module } from '@nestjs/common';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.service.js';
import { Offices } from './offices.service.js';
import { OwnOffersController } from './own-offers.controller.js';
import { Offers } from './own-offers.service.js';
import { PeopleController } from './people.controller.js';
import { People } from './people.service.js';
import { Reaches } from './reach.service.js';

/** Who holds which role: staff's lists, invitations, and what is offered to oneself. */
@Global()
@Module({
  controllers: [InvitationsController, PeopleController, OwnOffersController],
  providers: [Invitations, Offers, Offices, People, Reaches],
  exports: [Invitations, Offers, Offices, Reaches],
})
export class PeopleModule {}
