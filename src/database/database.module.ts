import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Config } from '../ops/config.js';
import { Readiness } from '../ops/readiness.js';
import { dataSourceOptions, type Entities } from './data-source-options.js';
import { Database } from './database.js';

/** The database, for every later module. The schema must be there already: migrate before starting the application. */
@Module({})
export class DatabaseModule {
  static forRoot(entities: Entities): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [Config],
          useFactory: (config: Config) => ({
            ...dataSourceOptions(config.databaseUrl, 'read', entities),
            ...retries,
          }),
        }),
        TypeOrmModule.forRootAsync({
          name: 'write',
          inject: [Config],
          useFactory: (config: Config) => ({
            ...dataSourceOptions(config.databaseUrl, 'write', entities),
            ...retries,
          }),
        }),
      ],
      providers: [
        {
          provide: Database,
          inject: [getDataSourceToken(), getDataSourceToken('write'), Readiness],
          useFactory: createDatabase,
        },
      ],
      exports: [Database],
    };
  }
}

/** For a PostgreSQL server that is starting at the same time; milliseconds. */
const retries = { retryAttempts: 5, retryDelay: 2000 };

function createDatabase(reading: DataSource, writing: DataSource, readiness: Readiness): Database {
  const log = new Logger(Database.name);
  readiness.require('database', () => reading.query('SELECT 1'));
  return new Database(reading, writing, { warn: (message) => log.warn(message) });
}
