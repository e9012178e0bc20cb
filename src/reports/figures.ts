import type { SectionKind } from '../programme/section.entity.js';
import type { SuggestionState } from '../suggestions/suggestion.entity.js';
import { noSuggestions } from '../suggestions/suggestion-counts.js';
import type { CommentState } from './comment-state.js';

/** What was said about something. Everything but `people` adds up from sections to points to the programme. */
export interface Figures {
  comments: Record<CommentState, number>;
  suggestions: Record<SuggestionState, number>;
  /** For suggestions and against them, of all states together. */
  voices: { supports: number; opposes: number };
  /** On the current wording, and on older ones together. */
  votes: { agree: number; undecided: number; disagree: number; older: number };
  /** People who commented, voted or suggested; each once. */
  people: number;
}

/** A section of any time; one that is no longer in the text keeps its last heading. */
export interface ReportedSection {
  id: string;
  number: number;
  kind: SectionKind;
  heading: string | null;
  archived: boolean;
  figures: Figures;
}

export interface ReportedPoint {
  id: string;
  slug: string;
  title: string;
  archived: boolean;
  figures: Figures;
  sections: ReportedSection[];
}

export interface ReportedProgramme {
  uid: string;
  title: string;
  figures: Figures;
  points: ReportedPoint[];
}

export function noFigures(): Figures {
  return {
    comments: { official: 0, hidden: 0, waiting: 0, answered: 0, noted: 0 },
    suggestions: noSuggestions(),
    voices: { supports: 0, opposes: 0 },
    votes: { agree: 0, undecided: 0, disagree: 0, older: 0 },
    people: 0,
  };
}

/** Adds up parts; `people` must be counted anew, since one person may be in several parts. */
export function sumFigures(parts: readonly Figures[], people: number): Figures {
  const sum = noFigures();
  for (const part of parts) {
    add(sum.comments, part.comments);
    add(sum.suggestions, part.suggestions);
    add(sum.voices, part.voices);
    add(sum.votes, part.votes);
  }
  return { ...sum, people };
}

function add<Key extends string>(sum: Record<Key, number>, part: Record<Key, number>): void {
  for (const key of Object.keys(sum) as Key[]) sum[key] += part[key];
}

/** Comments by citizens, whatever became of them. */
export function citizensComments({ comments }: Figures): number {
  return comments.waiting + comments.answered + comments.noted + comments.hidden;
}

/** Suggestions, whatever became of them. */
export function allSuggestions({ suggestions }: Figures): number {
  return Object.values(suggestions).reduce((sum, count) => sum + count, 0);
}

/** The smallest group of people whose size is told. */
export const smallestGroup = 5;

/** The size of a group of people as it may be told: null for one so small that it could point at somebody. */
export function toldPeople(people: number): number | null {
  return people === 0 || people >= smallestGroup ? people : null;
}
