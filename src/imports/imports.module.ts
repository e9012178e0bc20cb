import { Module } from '@nestjs/common';

/** Bringing content in: rehearsed first, with the fate of what people said, then carried out in the background. */
@Module({})
export class ImportsModule {}
