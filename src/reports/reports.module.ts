import { Global, Module } from '@nestjs/common';
import { Contributions } from './contributions.service.js';
import { Exports } from './exports.service.js';
import { FiguresService } from './figures.service.js';
import { ReportsController } from './reports.controller.js';
import { StaffService } from './staff.service.js';

/** Figures and exports for staff. */
@Global()
@Module({
  controllers: [ReportsController],
  providers: [FiguresService, Contributions, Exports, StaffService],
  exports: [FiguresService, Contributions],
})
export class ReportsModule {}
