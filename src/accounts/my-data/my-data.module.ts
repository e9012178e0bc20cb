import { Module } from '@nestjs/common';
import { AccountPersonal } from './account.personal.js';
import { AccountErasing } from './account-erasing.service.js';
import { DataExports } from './data-exports.service.js';
import { Erasures } from './erasures.service.js';
import { MyDataController } from './my-data.controller.js';
import { MyDataWork } from './my-data-work.service.js';

/** What people can take along of what we know of them, and how they leave. */
@Module({
  controllers: [MyDataController],
  providers: [AccountErasing, AccountPersonal, DataExports, Erasures, MyDataWork],
})
export class MyDataModule {}
