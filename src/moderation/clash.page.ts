import type { SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import type { MergePart } from '../programme/wording/merge3.js';
import { isMinor } from '../programme/wording/minor.js';
import { wordingPair } from '../programme/wording/wording.js';
import { type ClashChoice, type ClashPlace, writeChoices } from '../suggestions/clash.js';
import { longestEdit } from '../suggestions/edit.form.js';
import { errorList, formFields, rowsFor } from '../suggestions/source-fields.js';
import type { SuggestionInPlace } from '../suggestions/suggestions.service.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';
import type { ClashWork } from './clash-work.js';

/** A suggestion being merged by hand. */
export interface ClashOnDesk {
  inPlace: SuggestionInPlace;
  current: SectionText;
  work: ClashWork;
  statement: string;
  /** It came back from a form, so what it says is newer than any draft. */
  fresh: boolean;
  moved: boolean;
  refusal: string | null;
  errors: FieldErrors;
  /** Query that keeps the place in the queue. */
  query: string;
  locale: Locale;
}

const fieldIds = {
  choices: 'strety-mista',
  heading: 'stret-nadpis',
  body: 'stret-text',
  statement: 'stret-vyjadreni',
};
const sides = ['base', 'current', 'proposed'] as const;

/** View model of `moderation/clash` and `moderation/clash-work`. */
export function clashPage(data: ClashOnDesk) {
  const { inPlace, current, work, locale, query } = data;
  const { suggestion, place } = inPlace;
  const href = (path: string) => localPath(locale, path);
  const item = href(`/garant/navrhy/${suggestion.number}`);
  return {
    trail: [
      { href: href('/garant'), label: translate(locale, 'moderation.desk.title') },
      { href: item + query, label: translate(locale, 'suggestions.title', { number: suggestion.number }) },
    ],
    number: suggestion.number,
    author: suggestion.author.name,
    section: sectionTitle(current, locale),
    pointTitle: place.pointTitle,
    reasonHtml: renderCitizenMarkdown(suggestion.reason),
    action: `${item}/slouceni${query}`,
    back: item + query,
    revisionId: current.revisionId,
    choices: writeChoices(work.choices),
    fresh: data.fresh,
    problem: data.refusal !== null || data.moved,
    refusal: data.refusal,
    moved: data.moved,
    kept: work.kept,
    errors: errorList(data.errors, fieldIds),
    choicesError: data.errors.choices ?? null,
    whole: work.clashes.places.some(({ whole }) => whole),
    texts: sides.map((side) => ({
      title: translate(locale, `moderation.merge.${side}`),
      heading: work.clashes.headed ? marked(work.clashes.heading, side, 0) : null,
      body: marked(work.clashes.body, side, headingPlaces(work)),
    })),
    places: work.clashes.places.map((clash, index) =>
      placeModel(clash, index, work.choices[index] ?? null, locale),
    ),
    fields: fields(data),
    preview: clashPreview(data),
  };
}

/** View model of `moderation/clash-preview`. */
export function clashPreview({ current, work, locale }: ClashOnDesk) {
  const diff = diffModel(wordingPair(current, work.final), 'vysledek', locale);
  return { diff: diff.insertions + diff.deletions === 0 ? null : diff, kept: work.kept };
}

/** One of the three texts, the clashing places with their numbers. */
function marked(parts: readonly MergePart[], side: (typeof sides)[number], from: number) {
  let place = from;
  return parts.map((part) =>
    part.kind === 'text' ? { text: part.of[side], place: null } : { text: part[side], place: ++place },
  );
}

function headingPlaces({ clashes }: ClashWork): number {
  return clashes.places.filter(({ field }) => field === 'heading').length;
}

function placeModel(place: ClashPlace, index: number, choice: ClashChoice, locale: Locale) {
  const button = (letter: string, value: ClashChoice, key: string) => ({
    id: `stret-${index + 1}-${letter}`,
    value: `${letter}${index + 1}`,
    label: translate(locale, `moderation.merge.${key}`),
    pressed: choice === value,
  });
  const both = [button('a', 'currentFirst', 'currentFirst'), button('b', 'proposedFirst', 'proposedFirst')];
  const remark = onlyMarks(place);
  return {
    place: index + 1,
    inHeading: place.field === 'heading',
    current: place.whole ? null : place.current.trim(),
    proposed: place.whole ? null : place.proposed.trim(),
    decided: choice !== null,
    note: remark && translate(locale, `moderation.merge.onlyMarks.${remark}`),
    buttons: [
      button('c', 'current', 'takeCurrent'),
      button('p', 'proposed', 'takeProposed'),
      ...(place.both ? both : []),
    ],
  };
}

/** Which side changed nothing but typography; it is a clash all the same, as it cannot be told where a comma belongs. */
function onlyMarks({ base, current, proposed }: ClashPlace): 'current' | 'proposed' | null {
  const saysTheSame = (text: string) =>
    text !== base && isMinor({ heading: null, body: base }, { heading: null, body: text });
  if (saysTheSame(current)) return 'current';
  return saysTheSame(proposed) ? 'proposed' : null;
}

function fields({ work, statement, errors, locale }: ClashOnDesk) {
  const text = (key: string) => translate(locale, `moderation.field.${key}`);
  const form = formFields(fieldIds, errors);
  const { heading, body } = work.final;
  const line = { label: text('heading'), value: heading ?? '', maxLength: longestEdit.heading };
  return {
    heading: work.clashes.headed ? form.line('heading', line) : null,
    body: form.text('body', {
      label: text('body'),
      value: body,
      hint: translate(locale, 'moderation.merge.bodyHint'),
      maxLength: longestEdit.body,
      rows: rowsFor(body),
    }),
    statement: form.text('statement', {
      label: text('statement'),
      value: statement,
      hint: text('statementHint'),
      optional: true,
      maxLength: 2000,
      rows: 3,
    }),
  };
}
