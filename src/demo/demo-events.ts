import type { Viewer } from '../web/viewer.js';
import type { DemoCast } from './demo-cast.js';
import {
  type DemoComment,
  type DemoEdit,
  type DemoRemark,
  type DemoReply,
  type DemoStory,
  type DemoSuggestion,
  type DemoVotes,
  demoCitizens,
  demoGarants,
  type When,
} from './demo-script.js';
import type { DemoStage } from './demo-stage.js';

/** One thing that happens at its time. */
export interface DemoEvent {
  at: Date;
  happen(stage: DemoStage, cast: DemoCast): Promise<void>;
}

const opinions = { s: 'support', o: 'oppose' } as const;

const choices = { a: 'agree', u: 'undecided', d: 'disagree' } as const;

/** Everything that happens in a story, in the order of time. */
export function eventsOf(story: DemoStory, end: Date): DemoEvent[] {
  const events = [
    ...story.comments.flatMap((comment) => commentEvents(comment, end)),
    ...story.suggestions.flatMap((suggestion) => suggestionEvents(suggestion, end)),
    ...story.edits.map((edit) => editEvent(edit, end)),
    ...story.votes.flatMap((votes, index) => voteEvents(votes, index, end)),
  ];
  return events.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function commentEvents(comment: DemoComment, end: Date): DemoEvent[] {
  const said = saying(comment, end, (stage, cast) =>
    stage.comment(comment, person(cast, comment.by), comment.text),
  );
  const { hidden } = comment;
  if (hidden)
    said.thereafter(hidden, (id, stage, cast) =>
      stage.hide(person(cast, hidden.by), id, hidden.ground, hidden.facts),
    );
  settle(comment, said);
  const replies = (comment.replies ?? []).flatMap((reply) => replyEvents(reply, comment, said, end));
  return [...said.events, ...replies];
}

function replyEvents(reply: DemoReply, comment: DemoComment, said: Saying, end: Date): DemoEvent[] {
  if (demoGarants.some(({ key }) => key === reply.by)) {
    said.thereafter(reply, (id, stage, cast) => stage.answer(person(cast, reply.by), id, reply.text));
    return [];
  }
  const answer = saying(reply, end, (stage, cast) =>
    stage.comment(comment, person(cast, reply.by), reply.text, said.id()),
  );
  settle(reply, answer);
  return answer.events;
}

/** A comment, and what happens to it once it has been said. */
interface Saying {
  events: DemoEvent[];
  id(): string | null;
  thereafter(when: When, act: (id: string, stage: DemoStage, cast: DemoCast) => Promise<void>): void;
}

function saying(
  when: When,
  end: Date,
  say: (stage: DemoStage, cast: DemoCast) => Promise<string | null>,
): Saying {
  let id: string | null = null;
  const events: DemoEvent[] = [
    {
      at: instant(when, end),
      happen: async (stage, cast) => {
        id = await say(stage, cast);
      },
    },
  ];
  return {
    events,
    id: () => id,
    thereafter: (later, act) =>
      void events.push({
        at: instant(later, end),
        happen: async (stage, cast) => {
          if (id !== null) await act(id, stage, cast);
        },
      }),
  };
}

/** Taken out of the queue the morning after. */
function settle({ settledBy, daysBefore }: When & { settledBy?: string }, said: Saying): void {
  if (!settledBy) return;
  said.thereafter({ daysBefore: daysBefore - 1, time: '08:00' }, (id, stage, cast) =>
    stage.settle(person(cast, settledBy), id),
  );
}

/** A suggestion with everything that becomes of it, once it has a number. */
function suggestionEvents(suggestion: DemoSuggestion, end: Date): DemoEvent[] {
  const { decision, considered, stance } = suggestion;
  let number: number | null = null;
  const thereafter = (
    when: When,
    act: (number: number, stage: DemoStage, cast: DemoCast) => Promise<void>,
  ): DemoEvent => ({
    at: instant(when, end),
    happen: async (stage, cast) => {
      if (number !== null) await act(number, stage, cast);
    },
  });
  return [
    {
      at: instant(suggestion, end),
      happen: async (stage, cast) => {
        number = await stage.suggest(suggestion, person(cast, suggestion.by));
      },
    },
    ...voiceEvents(suggestion, thereafter),
    ...(suggestion.thread ?? []).flatMap((remark) => remarkEvents(remark, () => number, end)),
    ...(considered
      ? [thereafter(considered, (known, stage, cast) => stage.consider(person(cast, considered.by), known))]
      : []),
    ...(decision
      ? [
          thereafter(decision, (known, stage, cast) =>
            stage.decide(person(cast, decision.by), known, decision),
          ),
        ]
      : []),
    ...(stance
      ? [
          thereafter(stance, (known, stage, cast) =>
            stage.takeStance(person(cast, suggestion.by), known, stance.value),
          ),
        ]
      : []),
  ];
}

/** They come within the day that follows. */
function voiceEvents(
  { voices = '', daysBefore }: DemoSuggestion,
  thereafter: (
    when: When,
    act: (number: number, stage: DemoStage, cast: DemoCast) => Promise<void>,
  ) => DemoEvent,
): DemoEvent[] {
  return [...voices].flatMap((letter, place) => {
    const citizen = demoCitizens[place];
    const value = opinions[letter as keyof typeof opinions];
    if (!citizen || !value) return [];
    const time = `${String(6 + (place % 15)).padStart(2, '0')}:${String(10 + place)}`;
    return [
      thereafter({ daysBefore: daysBefore - 1, time }, (number, stage, cast) =>
        stage.weigh(person(cast, citizen.key), number, value),
      ),
    ];
  });
}

function remarkEvents(remark: DemoRemark, numberOf: () => number | null, end: Date): DemoEvent[] {
  const { answer } = remark;
  const said = saying(remark, end, (stage, cast) =>
    stage.remark(numberOf(), person(cast, remark.by), remark.text),
  );
  if (answer)
    said.thereafter(answer, (id, stage, cast) => stage.answer(person(cast, answer.by), id, answer.text));
  return said.events;
}

function editEvent(edit: DemoEdit, end: Date): DemoEvent {
  return {
    at: instant(edit, end),
    happen: (stage, cast) => stage.edit(edit, person(cast, edit.by)),
  };
}

/** Each citizen comes on a day of their own and goes through the sections one after another. */
function voteEvents(votes: DemoVotes, index: number, end: Date): DemoEvent[] {
  return [...votes.votes].flatMap((letter, place) => {
    const citizen = demoCitizens[place];
    const value = choices[letter as keyof typeof choices];
    if (!citizen || !value) return [];
    const come = instant(
      { daysBefore: 20 - place, time: `${String(6 + ((place * 5) % 15)).padStart(2, '0')}:00` },
      end,
    );
    const at = new Date(come.getTime() + (index * 70 + place * 7) * 1000);
    return [{ at, happen: (stage, cast) => stage.vote(votes, person(cast, citizen.key), value) }];
  });
}

function person(cast: DemoCast, key: string): Viewer {
  const found = cast.get(key);
  if (!found) throw new Error(`Nobody in the demo is called ${key}`);
  return found;
}

/** Never after the end of the story, whatever the time of day it is told at. */
function instant({ daysBefore, time }: When, end: Date): Date {
  const day = new Date(end.getTime() - daysBefore * 86_400_000).toISOString().slice(0, 10);
  return new Date(Math.min(Date.parse(`${day}T${time}:00.000Z`), end.getTime() - 60_000));
}
