import { Global, Module } from '@nestjs/common';
import { Addresses } from './addresses.service.js';
import { ContentImport } from './content-import.service.js';
import { SectionKin } from './history-kin.service.js';
import { GroupImport } from './import/group-import.service.js';
import { ImportJobs } from './import/import-jobs.service.js';
import { ImportWork } from './import/import-work.service.js';
import { ImportWriter } from './import/import-writer.service.js';
import { ImportPlanner } from './import/planner.service.js';
import { Points } from './points.service.js';
import { ProgrammePersonal } from './programme.personal.js';
import { Readings } from './readings.service.js';
import { SettingsImport } from './settings-import.service.js';
import { TextChanges } from './text-changes.service.js';
import { Versions } from './versions.service.js';
import { VersionsReader } from './versions-reader.service.js';

/** The text of programmes: read, imported, versioned. */
@Global()
@Module({
  providers: [
    Addresses,
    ContentImport,
    GroupImport,
    ImportJobs,
    ImportPlanner,
    ImportWork,
    ImportWriter,
    SettingsImport,
    Points,
    ProgrammePersonal,
    Readings,
    SectionKin,
    TextChanges,
    Versions,
    VersionsReader,
  ],
  exports: [
    Addresses,
    ContentImport,
    ImportJobs,
    ImportWork,
    Points,
    Readings,
    SectionKin,
    TextChanges,
    Versions,
    VersionsReader,
  ],
})
export class ProgrammeModule {}
