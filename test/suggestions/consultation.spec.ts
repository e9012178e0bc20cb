import { expect, test } from 'vitest';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { world } from '../feedback/world.js';
import { Dice } from '../imports/random-texts.js';
import { eachDatabase } from '../support/databases.js';
import { Consultation } from './consultation.js';

eachDatabase('a consultation of thirty suggestions on one section', (database) => {
  const here = world(database);

  test.each([1, 2, 3])(
    'loses no word and makes none up, in whatever order it is decided (order %i)',
    async (seed) => {
      const consultation = new Consultation(here, new Dice(seed));
      await consultation.begin();
      for (let step = 1; step <= 30; step++) {
        const done = await consultation.step();
        expect(await consultation.whatIsWrong(), `order ${seed}, step ${step}: ${done}`).toEqual([]);
      }
      expect(await consultation.tryRemoval(), `order ${seed}, removal and undo`).toEqual([]);
      expect(await consultation.acceptTheRest(), `order ${seed}, the rest`).toEqual([]);
      expect(consultation.accepted).toBeGreaterThan(5);
      expect(await here.app.application.get(ActivityLog).verify(here.app.database.read)).toMatchObject({
        firstBroken: null,
      });
    },
    240_000,
  );
});
