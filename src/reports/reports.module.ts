import { Global, Module } from '@nestjs/common';

/** Figures and exports for staff. */
@Global()
@Module({})
export class ReportsModule {}
