import type { VersionCause } from '../programme/point-version.entity.js';
import {
  type ProposedChange,
  type Traced,
  tracedAdopting,
  tracedFrom,
  tracedNext,
} from '../programme/wording/blame.js';
import { type SourceWording, sourceText } from '../programme/wording/wording.js';
import type { Stance, SuggestionKind } from './suggestion.entity.js';

/** The version that first had a wording, and what its section said before. */
export interface WordingStep {
  sectionId: string;
  revisionId: string;
  /** The wording it took the place of; null where the section was new. */
  beforeId: string | null;
  versionId: string;
  versionNumber: number;
  pointId: string;
  cause: VersionCause;
  at: string;
}

/** A suggestion that became part of the text. */
export interface AcceptedSuggestion {
  number: number;
  kind: SuggestionKind;
  sectionId: string;
  heading: string | null;
  body: string;
  baseRevisionId: string;
  resultRevisionId: string | null;
  versionId: string;
  versionNumber: number;
  authorName: string;
  stance: Stance | null;
  adapted: boolean;
}

/** What a section was split from or became part of. */
export interface SectionOrigin {
  sectionId: string;
  splitFromId: string | null;
  mergedIntoId: string | null;
  archivedAt: string | null;
}

/** Everything that is known of how a point's text came to be; steps in the order of time. */
export interface TextHistory {
  steps: readonly WordingStep[];
  /** By id of the wording. */
  texts: ReadonlyMap<string, SourceWording>;
  suggestions: readonly AcceptedSuggestion[];
  sections: readonly SectionOrigin[];
}

/** Where words come from: a version, a suggestion, or a time before what is looked at. */
export type Origin =
  | { readonly kind: 'version'; readonly step: WordingStep }
  | { readonly kind: 'suggestion'; readonly suggestion: AcceptedSuggestion }
  | { readonly kind: 'earlier' };

/** Milliseconds within which an import writes all that belongs together. */
const sameWrite = 60_000;

const earlier: Origin = { kind: 'earlier' };

/** Follows the wordings of a point's sections from the first one on, step by step. */
export class Tracer {
  private readonly traced = new Map<string, Traced<Origin>>();
  /** The last step of each section, as far as they were followed. */
  private readonly last = new Map<string, WordingStep>();
  private readonly origins = new Map<string, Origin>();
  private readonly merged = new Set<string>();
  private readonly adopted: ReadonlyMap<string, readonly AcceptedSuggestion[]>;

  constructor(private readonly history: TextHistory) {
    const adopted = new Map<string, AcceptedSuggestion[]>();
    for (const suggestion of history.suggestions)
      adopted.set(suggestion.versionId, [...(adopted.get(suggestion.versionId) ?? []), suggestion]);
    this.adopted = adopted;
  }

  /** Takes the next step. */
  follow(step: WordingStep): void {
    const { sectionId, revisionId, beforeId } = step;
    this.last.set(sectionId, step);
    // An undo brings an earlier wording back, with the origins it had.
    if (this.traced.has(revisionId)) return;
    const before = beforeId === null ? this.parentOf(step) : this.textOf(beforeId);
    this.traced.set(revisionId, this.next([...before, ...this.mergedInto(step)], step));
  }

  /** The words of a wording with their origins; from an earlier time where no step led to it. */
  textOf(revisionId: string): Traced<Origin> {
    return this.traced.get(revisionId) ?? tracedFrom(this.sourceOf(revisionId), earlier);
  }

  private next(before: Traced<Origin>, step: WordingStep): Traced<Origin> {
    const text = this.sourceOf(step.revisionId);
    const origin = this.originOf(`version ${step.versionId}`, { kind: 'version', step });
    const proposals = (this.adopted.get(step.versionId) ?? []).flatMap((suggestion) =>
      this.proposalIn(suggestion, step),
    );
    if (proposals.length === 0) return tracedNext(before, text, origin);
    return tracedAdopting(before, text, { proposals, origin });
  }

  private proposalIn(suggestion: AcceptedSuggestion, step: WordingStep): ProposedChange<Origin>[] {
    const { kind, number, sectionId, resultRevisionId, baseRevisionId } = suggestion;
    const isHere = kind === 'add' ? resultRevisionId === step.revisionId : sectionId === step.sectionId;
    // Its author was erased and took the words away: nothing tells any more which of these are theirs.
    const isGone = suggestion.heading === null && suggestion.body === '';
    if (kind === 'remove' || !isHere || isGone) return [];
    const base = kind === 'add' ? '' : this.sourceOf(baseRevisionId);
    const origin = this.originOf(`suggestion ${number}`, { kind: 'suggestion', suggestion });
    return [{ origin, base, text: sourceText(suggestion) }];
  }

  /** A new section may have been split from another one. */
  private parentOf({ sectionId, versionId }: WordingStep): Traced<Origin> {
    const parent = this.history.sections.find((section) => section.sectionId === sectionId)?.splitFromId;
    const last = parent ? this.last.get(parent) : undefined;
    // With the same version the other one was shortened: what it said before is what it was split from.
    const revisionId = last?.versionId === versionId ? last.beforeId : last?.revisionId;
    return revisionId ? this.textOf(revisionId) : [];
  }

  /** The last texts of sections that became part of this one with this step. */
  private mergedInto({ sectionId, at }: WordingStep): Traced<Origin> {
    return this.history.sections.flatMap((section) => {
      const { mergedIntoId, archivedAt } = section;
      const revisionId = this.last.get(section.sectionId)?.revisionId;
      if (mergedIntoId !== sectionId || archivedAt === null || revisionId === undefined) return [];
      const isLater = Date.parse(archivedAt) > Date.parse(at) + sameWrite;
      if (isLater || this.merged.has(section.sectionId)) return [];
      this.merged.add(section.sectionId);
      return this.textOf(revisionId);
    });
  }

  private sourceOf(revisionId: string): string {
    const wording = this.history.texts.get(revisionId);
    return wording ? sourceText(wording) : '';
  }

  /** One object for each origin, so that origins can be told apart by identity. */
  private originOf(key: string, origin: Origin): Origin {
    const known = this.origins.get(key) ?? origin;
    this.origins.set(key, known);
    return known;
  }
}
