import { Global, Module } from '@nestjs/common';

/** What garants decide, why, and the public log of it. */
@Global()
@Module({})
export class ModerationModule {}
