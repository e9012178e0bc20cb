import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { newId } from '../../src/database/id.js';
import { entities } from '../../src/entities.js';
import { readConfig } from '../../src/ops/config.js';
import { OpsModule } from '../../src/ops/ops.module.js';
import { Readiness } from '../../src/ops/readiness.js';
import { Person } from '../../src/programme/person.entity.js';
import { eachDatabase } from '../support/databases.js';

@Injectable()
class People {
  constructor(private readonly database: Database) {}

  async add(name: string): Promise<string[]> {
    const person = { id: newId(), uid: newId(), name, img: null, email: null };
    await this.database.write((manager) => manager.insert(Person, person));
    return (await this.database.read.find(Person)).map((found) => found.name);
  }
}

eachDatabase('the database in Nest', (context) => {
  test('is injected by its class, counts for readiness, and ends with the application', async () => {
    const config = readConfig({ DATABASE_URL: context.url });
    const application = await Test.createTestingModule({
      imports: [OpsModule.with(config, pino({ level: 'silent' })), DatabaseModule.forRoot(entities)],
      providers: [People],
    }).compile();
    expect(await application.get(People).add('Jana')).toEqual(['Jana']);
    expect(await application.get(Readiness).missing()).toEqual([]);
    const database = application.get(Database);
    await application.close();
    await expect(database.write((manager) => manager.count(Person))).rejects.toThrow('closing');
    expect(await application.get(Readiness).missing()).toEqual(['database']);
  });
});
