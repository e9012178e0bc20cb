import { expect, test } from 'vitest';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { Life } from './random-life.js';

/** Each is another course of things; a failure names the step at which it came about. */
const seeds = (process.env.LIFE_SEEDS ?? '1 2').split(' ').map(Number);
const steps = Number(process.env.LIFE_STEPS ?? 8);

eachDatabase('whatever people and editors do', (database) => {
  const app = testApplication(database);

  for (const seed of seeds)
    test(`what was said stays, where it belongs, and can be read (course ${seed})`, {
      timeout: 15_000 * steps,
    }, async () => {
      const life = new Life(app, seed);
      await life.begin();
      for (let step = 0; step < steps; step++) {
        const told = await life.step();
        const wrong = await life.whatIsWrong();
        expect({ step, told, wrong }).toEqual({ step, told, wrong: [] });
      }
      expect(await life.whatIsWrongInTheEnd()).toEqual([]);
    });
});
