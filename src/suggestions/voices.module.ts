import { Global, Module } from '@nestjs/common';
import { VoicePublisher } from './voice.publisher.js';
import { VoiceParts } from './voice-parts.service.js';
import { VoicesController } from './voices.controller.js';
import { Voices } from './voices.service.js';
import { VoicesCommentsController } from './voices-comments.controller.js';

/** What people say about suggestions: for, against, and in a thread of their own. */
@Global()
@Module({
  controllers: [VoicesController, VoicesCommentsController],
  providers: [Voices, VoiceParts, VoicePublisher],
  exports: [Voices, VoiceParts],
})
export class VoicesModule {}
