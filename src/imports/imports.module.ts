import { Module } from '@nestjs/common';
import { ChangesHere } from './changes-here.service.js';
import { ImportController } from './import.controller.js';
import { ImportFileController } from './import-file.controller.js';
import { ImportMail } from './import-mail.service.js';
import { ImportPages } from './import-pages.service.js';
import { ImportReads } from './import-reads.service.js';
import { ImportRunner } from './import-runner.service.js';
import { ImportsController } from './imports.controller.js';
import { UploadedContents } from './uploaded-content.service.js';

/** Bringing content in: rehearsed first, with the fate of what people said, then carried out in the background. */
@Module({
  controllers: [ImportsController, ImportController, ImportFileController],
  providers: [ChangesHere, ImportMail, ImportPages, ImportReads, ImportRunner, UploadedContents],
})
export class ImportsModule {}
