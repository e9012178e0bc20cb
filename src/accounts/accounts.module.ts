import { Global, Module } from '@nestjs/common';
import { ViewerSource } from '../web/viewer.js';
import { Limits } from './limits.service.js';
import { Sessions } from './sessions.service.js';

/** Who people are, how they prove it, and what they may do. */
@Global()
@Module({
  providers: [Limits, Sessions, { provide: ViewerSource, useExisting: Sessions }],
  exports: [Limits, Sessions, ViewerSource],
})
export class AccountsModule {}
