import type { Ground } from '../moderation/decision.entity.js';
import type { Stance } from '../suggestions/suggestion.entity.js';

/** When something happened: whole days before the end of the story, and the time of that day in UTC. */
export interface When {
  daysBefore: number;
  time: string;
}

/** A section by the address of its point and its number. */
export interface Where {
  point: string;
  section: number;
}

/** An answer to a comment, by a citizen or by the point's garant. */
export interface DemoReply extends When {
  by: string;
  text: string;
  /** Garant who takes it out of the queue the next day. */
  settledBy?: string;
}

/** A comment with what came of it; without an answer, a hiding or `settledBy` it waits in the queue. */
export interface DemoComment extends Where, When {
  by: string;
  text: string;
  replies?: readonly DemoReply[];
  settledBy?: string;
  hidden?: When & { by: string; ground: Ground; facts: string };
}

/** A suggestion; what it changes is told as replacements in the wording of that day. */
export interface DemoSuggestion extends Where, When {
  by: string;
  reason: string;
  replace?: readonly (readonly [string, string])[];
  /** Agrees to be named in the history of the files. */
  credited?: true;
  /** A new section after this one instead. */
  add?: { heading: string; body: string };
  decision?: DemoDecision;
  /** Votes for it and against it, one character for each citizen: `s`, `o`, or `-` for none. */
  voices?: string;
  /** What is said about it. */
  thread?: readonly DemoRemark[];
  /** Garant who takes it under consideration. */
  considered?: When & { by: string };
  /** What its author says about the garant's changes. */
  stance?: When & { value: Stance };
}

/** What a garant decides about a suggestion. */
export interface DemoDecision extends When {
  by: string;
  accepted: boolean;
  statement: string;
  /** Replacements in the suggested wording, where the garant accepts it with changes. */
  changed?: readonly (readonly [string, string])[];
}

/** A comment on a suggestion. */
export interface DemoRemark extends When {
  by: string;
  text: string;
  /** By the point's garant. */
  answer?: When & { by: string; text: string };
}

/** An edit of the text in place, told as replacements in the wording of that day. */
export interface DemoEdit extends Where, When {
  by: string;
  note: string;
  replace: readonly (readonly [string, string])[];
  /** Typography only. */
  minor?: boolean;
}

/** Votes on one section, one character for each citizen: agree, undecided, disagree, or none. */
export interface DemoVotes extends Where {
  /** Such as `aaud-a`. */
  votes: string;
}

/** What happened in one consultation. */
export interface DemoStory {
  programme: string;
  comments: readonly DemoComment[];
  suggestions: readonly DemoSuggestion[];
  edits: readonly DemoEdit[];
  votes: readonly DemoVotes[];
}

/** Somebody who takes part, by a short name within the story. */
export interface DemoCitizen {
  key: string;
  email: string;
  publicName: string;
}

/** In the order in which votes are written down. `jana` and the garants are among the demo's logins. */
export const demoCitizens: readonly DemoCitizen[] = [
  { key: 'jana', email: 'jana.dvorakova@example.org', publicName: 'Jana Dvořáková' },
  { key: 'alena', email: 'alena.k@example.org', publicName: 'Alena z Kopřivnice' },
  { key: 'petr', email: 'petr.benes@example.org', publicName: 'Petr Beneš' },
  { key: 'strojvedouci', email: 'strojvedouci@example.org', publicName: 'strojvedoucí ve výslužbě' },
  { key: 'lucie', email: 'lucie.novotna@example.org', publicName: 'Lucie Novotná' },
  { key: 'ucitel', email: 'ucitel.odry@example.org', publicName: 'Učitel z Oder' },
  { key: 'radek', email: 'radek.sk@example.org', publicName: 'Radek Š.' },
  { key: 'mila', email: 'mila.hajkova@example.org', publicName: 'Miluše Hájková' },
  { key: 'vojta', email: 'vojta.m@example.org', publicName: 'vojta_m' },
  { key: 'helena', email: 'helena.prochazkova@example.org', publicName: 'Helena Procházková' },
  { key: 'starosta', email: 'starosta@example.org', publicName: 'Starosta malé obce' },
  { key: 'thu', email: 'thu.nguyen@example.org', publicName: 'Nguyen Thu Ha' },
  { key: 'sestra', email: 'sestra@example.org', publicName: 'sestra z urgentu' },
  { key: 'bohumil', email: 'bohumil.kral@example.org', publicName: 'Bohumil Vaněk' },
  { key: 'eliska', email: 'eliska.t@example.org', publicName: 'Eliška T.' },
  { key: 'cyklista', email: 'cyklista@example.org', publicName: 'Každý den na kole' },
];

/** Garants by the uids of the content; the first two are also among the demo's logins. */
export const demoGarants: readonly DemoCitizen[] = [
  { key: 'jiri.jaros', email: 'jiri.jaros@example.org', publicName: 'Jiří Jaroš' },
  { key: 'marketa.vondrova', email: 'marketa.vondrova@example.org', publicName: 'Markéta Vondrová' },
  { key: 'alena.sikorova', email: 'alena.sikorova@example.org', publicName: 'Alena Sikorová' },
  { key: 'tomas.havlik', email: 'tomas.havlik@example.org', publicName: 'Tomáš Havlík' },
];
