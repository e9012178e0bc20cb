import type { INestApplicationContext } from '@nestjs/common';
import { Demo } from '../accounts/demo.service.js';
import { Database } from '../database/database.js';
import { setClock } from '../database/time.js';
import { Comment } from '../feedback/comment.entity.js';
import { Vote } from '../feedback/vote.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';
import { agree, demoCast, dismiss } from './demo-cast.js';
import { openWindow, startTextsBefore } from './demo-dates.js';
import { eventsOf } from './demo-events.js';
import type { DemoStory } from './demo-script.js';
import { DemoStage } from './demo-stage.js';
import { storyKraj } from './story-kraj.js';
import { storyNadrazi } from './story-nadrazi.js';

/**
 * Fills a database with what people said in two consultations, one open and one settled, through the same services
 * as if they had said it; and makes the demo's logins. Does only the latter where something was said already.
 *
 * Moves the clock of the whole process while it works: call it before the application listens.
 *
 * @returns whether something was filled in.
 */
export async function seedDemo(application: INestApplicationContext): Promise<boolean> {
  const isTold = !(await isEmpty(application.get(Database)));
  if (!isTold) await tellAll(application);
  await application.get(Demo).ensure();
  return !isTold;
}

async function tellAll(application: INestApplicationContext): Promise<void> {
  const database = application.get(Database);
  await openWindow(database, storyKraj.programme);
  try {
    for (const story of [storyNadrazi, storyKraj]) {
      setClock();
      await tell(application, story);
    }
  } finally {
    setClock();
  }
}

async function tell(application: INestApplicationContext, story: DemoStory): Promise<void> {
  const stage = await DemoStage.for(application, story.programme);
  if (!stage) return;
  await startTextsBefore(application.get(Database), stage.programme);
  setClock(() => stage.beginning);
  const cast = await demoCast(application);
  // Whoever looks into the settings would wonder at a consent that is older than its text.
  setClock();
  await agree(application, cast);
  for (const { at, happen } of eventsOf(story, stage.end)) {
    setClock(() => at);
    await happen(stage, cast);
  }
  await dismiss(application, cast);
}

async function isEmpty(database: Database): Promise<boolean> {
  for (const entity of [Comment, Suggestion, Vote]) if ((await database.read.count(entity)) > 0) return false;
  return true;
}
