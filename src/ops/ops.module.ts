import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { Config } from './config.js';
import { Readiness } from './readiness.js';

/** Injection token of the process's pino logger. */
export const LOG = Symbol('log');

/** Configuration, logging and readiness, for every other module. */
@Module({})
export class OpsModule {
  static with(config: Config, log: Pino): DynamicModule {
    return {
      module: OpsModule,
      global: true,
      providers: [{ provide: Config, useValue: config }, { provide: LOG, useValue: log }, Readiness],
      exports: [Config, LOG, Readiness],
    };
  }
}
