import { Global, Module } from '@nestjs/common';
import { ContentImport } from './content-import.service.js';
import { ImportJobs } from './import/import-jobs.service.js';
import { PointImport } from './point-import.service.js';
import { Points } from './points.service.js';
import { SettingsImport } from './settings-import.service.js';
import { Versions } from './versions.service.js';

/** The text of programmes: read, imported, versioned. */
@Global()
@Module({
  providers: [ContentImport, ImportJobs, PointImport, SettingsImport, Points, Versions],
  exports: [ContentImport, ImportJobs, Points, Versions],
})
export class ProgrammeModule {}
