import { Global, Module } from '@nestjs/common';
import { ActivityLog } from './activity-log.service.js';
import { Stamps } from './stamps.service.js';

@Global()
@Module({ providers: [ActivityLog, Stamps], exports: [ActivityLog, Stamps] })
export class ActivityModule {}
