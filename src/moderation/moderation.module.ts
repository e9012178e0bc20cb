import { Global, Module } from '@nestjs/common';
import { Decisions } from './decisions.service.js';

/** What garants decide, why, and the public log of it. */
@Global()
@Module({ providers: [Decisions], exports: [Decisions] })
export class ModerationModule {}
