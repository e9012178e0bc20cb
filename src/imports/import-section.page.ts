import type { ContentImport } from '../programme/content-import.entity.js';
import type { FateKind, FateWording } from '../programme/import/fates.js';
import type { Candidate, FilePlan, SectionPlan } from '../programme/import/file-plan.js';
import { sectionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { isSame, sourceText, type TextPair, wordingPair } from '../programme/wording/wording.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SectionChange } from './changes-here.service.js';
import { fateOfSuggestion, type SuggestionFate } from './fate-of-suggestion.js';
import type { FeedbackTouched } from './feedback-touched.js';
import { clashOf } from './import-clash.page.js';
import type { Headed, OpenSuggestion, PointPlace } from './import-reads.service.js';

/** What is shown of one file of an import. */
export interface FileView {
  job: ContentImport;
  plan: FilePlan;
  feedback: ReadonlyMap<string, FeedbackTouched>;
  suggestions: readonly OpenSuggestion[];
  /** What was changed here since the last import, newest first, by section; of sections that the file clashes with. */
  changes: ReadonlyMap<string, readonly SectionChange[]>;
  points: ReadonlyMap<string, PointPlace>;
  /** Suggestions that rest with the point and wait again once the import brings it back. */
  resting: readonly { number: number; authorName: string }[];
  /** What sections are called whose texts are no longer kept. */
  headings: ReadonlyMap<string, Headed>;
  /** Shown where a correction was refused. */
  problem: string | null;
}

/** Fates that ask nobody for anything. */
const smooth: readonly SuggestionFate[] = ['stays', 'merges', 'goes'];
/** More suggestions than these push what they are about off the screen. */
const mostListed = 8;

/** Id on the page of a section that the file has. */
export function sectionAnchor(incoming: number): string {
  return `cast-${incoming}`;
}

/** Id on the page of a section that only today's text has. */
export function leavingAnchor(number: number | null | undefined): string {
  return `drive-${number ?? 0}`;
}

/** Model of components/import-section; `here` is the address of the file's page. */
export function sectionCard(section: SectionPlan, view: FileView, here: string, locale: Locale) {
  const { kind, number, before, after, sectionId, minor, reordered, returns, corrected } = section;
  const wording = after ?? before ?? view.headings.get(sectionId ?? '');
  const isOpen = view.job.state === 'rehearsed';
  const id = section.incoming === null ? leavingAnchor(number) : sectionAnchor(section.incoming);
  const tags = { minor, reordered, returns, corrected };
  return {
    id,
    title: wording ? sectionTitle(wording, locale) : translate(locale, 'imports.file.someSection'),
    number,
    kind,
    kindText: translate(locale, `imports.fate.${kind}`),
    tags: Object.entries(tags)
      .filter(([, holds]) => holds)
      .map(([name]) => translate(locale, `imports.tag.${name}`)),
    text: fateInWords(section, view, locale),
    clash: clashOf(section, view.changes.get(sectionId ?? '') ?? [], { here, isOpen, locale }),
    diffNote: section.declined && translate(locale, 'imports.clash.declined'),
    diff: diffOf(section, `${id}-rozdil`, locale),
    effects: effectsOf(section, view.feedback.get(sectionId ?? ''), locale),
    ...suggestionsOf(section, view, locale),
    correction: correctionOf(section, view, { id, here, locale }),
  };
}

/** One sentence about where the section comes from or where it goes. */
function fateInWords(section: SectionPlan, view: FileView, locale: Locale) {
  const { kind, from, into } = section;
  if (from) return originInWords(kind, from, view, locale);
  if (kind === 'moved' && into) return sentence(locale, 'imports.fate.movedTo', { path: into.path });
  if (kind === 'merged' && into) {
    const title = titleOfIncoming(view.plan, into.incoming, locale);
    return sentence(locale, 'imports.fate.mergedInto', { title });
  }
  return kind === 'archived' ? sentence(locale, 'imports.fate.archivedText', {}) : null;
}

function originInWords(
  kind: FateKind,
  from: { pointId: string; number: number },
  { points }: FileView,
  locale: Locale,
) {
  if (kind === 'split') return sentence(locale, 'imports.fate.splitFrom', { number: from.number });
  const place = points.get(from.pointId);
  const href = place && localPath(locale, sectionPath(place.programmeUid, place.slug, from.number));
  const values = { number: from.number, point: place?.title ?? '' };
  return { ...sentence(locale, 'imports.fate.movedFrom', values), href: href ?? null };
}

function titleOfIncoming({ sections }: FilePlan, index: number | null, locale: Locale): string {
  const target = sections.find(({ incoming }) => incoming !== null && incoming === index);
  const wording = target && (target.after ?? target.before);
  return wording ? sectionTitle(wording, locale) : '';
}

function sentence(locale: Locale, key: string, values: Record<string, string | number>) {
  return { text: translate(locale, key, values), href: null as string | null };
}

/** Nothing to compare where the text stays, or where it is to be seen elsewhere. */
function diffOf(section: SectionPlan, id: string, locale: Locale) {
  const pair = pairOf(section);
  return pair && pair.before !== pair.after ? diffModel(pair, id, locale) : null;
}

function pairOf({ kind, before, after, declined, incoming }: SectionPlan): TextPair | null {
  if (declined) return pairOfTexts(before, declined);
  if (kind === 'unchanged' || kind === 'merged' || (kind === 'moved' && incoming === null)) return null;
  return pairOfTexts(before, after);
}

function pairOfTexts(before: FateWording | null, after: FateWording | null): TextPair | null {
  if (before && after)
    return { ...wordingPair(before, after), headed: Boolean(before.heading || after.heading) };
  const only = before ?? after;
  if (!only) return null;
  const text = sourceText(only);
  const headed = Boolean(only.heading);
  return before ? { before: text, after: '', headed } : { before: '', after: text, headed };
}

/** What becomes of comments and votes, a sentence for each. */
function effectsOf(section: SectionPlan, touched: FeedbackTouched | undefined, locale: Locale): string[] {
  if (!touched || section.kind === 'unchanged') return [];
  const fate = fateOfWords(section);
  return (['comments', 'votes'] as const)
    .filter((name) => touched[name] > 0)
    .map((name) => translate(locale, `imports.effect.${name}.${fate}`, { count: touched[name] }));
}

function fateOfWords({
  kind,
  minor,
  before,
  after,
  incoming,
}: SectionPlan): 'archived' | 'merged' | 'go' | 'stay' | 'age' {
  if (kind === 'archived' || kind === 'merged') return kind;
  if (kind === 'moved' && incoming === null) return 'go';
  const isSameText = before !== null && after !== null && isSame(before, after);
  return minor || isSameText ? 'stay' : 'age';
}

/** Many that simply go on are folded away: those that somebody will have to decide about stay in sight. */
function suggestionsOf(section: SectionPlan, view: FileView, locale: Locale) {
  const rows = view.suggestions
    .filter(({ sectionId }) => sectionId === section.sectionId && section.kind !== 'unchanged')
    .map((suggestion) => suggestionRow(suggestion, section, view.plan, locale));
  const goingOn = rows.filter(({ fate }) => fate !== null && smooth.includes(fate));
  if (goingOn.length <= mostListed) return { suggestions: rows, goingOn: [] };
  return { suggestions: rows.filter((row) => !goingOn.includes(row)), goingOn };
}

function suggestionRow(suggestion: OpenSuggestion, section: SectionPlan, plan: FilePlan, locale: Locale) {
  const { number, authorName } = suggestion;
  const fate = fateOfSuggestion(suggestion, section, plan.sections);
  return {
    number,
    authorName,
    href: localPath(locale, `/navrhy/${number}`),
    fate,
    text: fate && translate(locale, `imports.suggestion.${fate}`),
  };
}

interface Place {
  id: string;
  here: string;
  locale: Locale;
}

/** The form that says by hand which section this is; null where nothing can be said any more. */
function correctionOf(section: SectionPlan, { job, plan }: FileView, { id, here, locale }: Place) {
  const { incoming, corrected, kind } = section;
  if (job.state !== 'rehearsed' || incoming === null || plan.candidates.length === 0) return null;
  const chosen = kind === 'new' || kind === 'split' ? 'new' : (section.sectionId ?? 'new');
  const option = (candidate: Candidate) => ({
    value: candidate.sectionId,
    label: candidateName(candidate, locale),
    selected: candidate.sectionId === chosen,
  });
  return {
    id: `${id}-oprava`,
    action: `${localPath(locale, here)}/opravy`,
    incoming,
    isNew: chosen === 'new',
    own: plan.candidates.filter(({ own }) => own).map(option),
    others: plan.candidates.filter(({ own }) => !own).map(option),
    corrected,
  };
}

function candidateName(candidate: Candidate, locale: Locale): string {
  const title = `${candidate.number} ${sectionTitle(candidate, locale)}`;
  return candidate.own ? title : `${candidate.pointTitle}: ${title}`;
}
