import { Module } from '@nestjs/common';

/** The screens that join several modules. */
@Module({})
export class PagesModule {}
