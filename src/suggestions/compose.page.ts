import { addressOf, trailTo } from '../feedback/section-page.js';
import type { SectionInContext, SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { type DiffModel, diffModel } from '../programme/wording/diff.page.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import { beforeAndAfter, type Moved, type Proposal } from './proposal.js';
import { mostSimilar, similarModel } from './similar.page.js';
import { errorList, formFields, rowsFor } from './source-fields.js';
import { longest } from './suggestion.form.js';
import type { SuggestionView } from './suggestion-reads.js';

/** A suggestion while it is being written, against the current wording. */
export interface Draft {
  proposal: Proposal;
  reason: string;
  /** Agrees to be named in the history of the files. */
  credited: boolean;
  moved: Moved;
  errors: FieldErrors;
  /** Asked to see the changes. */
  previewed: boolean;
  /** The form named a wording that the section never had. */
  unknownBase: boolean;
  /** Numbers of very similar suggestions that its author has been shown before sending. */
  seen: readonly number[];
  /** Such suggestions hold it up for now. */
  heldUp: boolean;
}

/** What the page depends on besides the draft. */
export interface ComposeContext {
  context: SectionInContext;
  /** The point's text. */
  sections: readonly SectionText[];
  /** Suggestions on the section that wait for a decision. */
  waiting: readonly SuggestionView[];
  locale: Locale;
  signedIn: boolean;
}

/** Where each field of the form is. */
const fieldIds = { kind: 'navrh-druh', heading: 'navrh-nadpis', body: 'navrh-text', reason: 'navrh-duvod' };

/** Model of suggestions/compose. */
export function composePage(draft: Draft, about: ComposeContext) {
  const { context, locale } = about;
  const { section } = context;
  const preview = previewPart(draft, about);
  return {
    trail: trailTo(context, locale),
    number: section.number,
    title: sectionTitle(section, locale),
    action: actionOf(about),
    revisionId: section.revisionId,
    errors: errorList(draft.errors, fieldIds),
    moved: draft.moved,
    unknownBase: draft.unknownBase,
    heldUp: draft.heldUp && (preview.similar.some(({ likeness }) => likeness === 'same') ? 'same' : 'very'),
    seen: draft.seen.join(','),
    isUnsent: draft.moved !== null || draft.unknownBase || draft.heldUp || draft.previewed,
    previewed: draft.previewed,
    kindError: draft.errors.kind ?? null,
    canRemove: about.sections.length > 1,
    kind: draft.proposal.kind,
    fields: fields(draft, about),
    credited: draft.credited,
    signedIn: about.signedIn,
    preview,
  };
}

/** Model of suggestions/preview. */
export function previewPart({ proposal }: Pick<Draft, 'proposal'>, about: ComposeContext) {
  const { context, waiting, locale } = about;
  const diff = changes(proposal, context, locale);
  const similar = mostSimilar(proposal, context.section, waiting);
  return {
    diff,
    none: translate(locale, 'suggestions.preview.none'),
    remark: null,
    rendered: diff && proposal.body !== '' ? renderProgrammeMarkdown(proposal.body) : null,
    similar: similar.map((one) => similarModel(one, { proposal, draft: actionOf(about) }, locale)),
  };
}

function actionOf({ context, locale }: ComposeContext): string {
  return localPath(locale, `${addressOf(context)}/navrh`);
}

function changes(proposal: Proposal, { section }: SectionInContext, locale: Locale): DiffModel | null {
  const diff = diffModel(beforeAndAfter(section, proposal), 'zmeny', locale);
  return diff.insertions + diff.deletions === 0 ? null : diff;
}

function fields({ proposal, reason, errors }: Draft, { context, locale }: ComposeContext) {
  const text = (key: string) => translate(locale, `suggestions.compose.${key}`);
  const headless = context.section.heading === null;
  const form = formFields(fieldIds, errors);
  return {
    heading: form.line('heading', {
      label: text('heading'),
      value: proposal.heading ?? '',
      hint: headless ? text('headingHint') : null,
      optional: headless,
      maxLength: longest.heading,
    }),
    body: form.text('body', {
      label: text('body'),
      value: proposal.body,
      hint: text('bodyHint'),
      maxLength: longest.body,
      rows: rowsFor(context.section.body),
    }),
    reason: form.text('reason', {
      label: text('reason'),
      value: reason,
      hint: text('reasonHint'),
      maxLength: longest.reason,
      rows: 4,
    }),
  };
}
