import type { SectionPlace } from '../feedback/section-place.js';
import type { Point } from '../programme/point.entity.js';
import type { SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { isSame, wordingPair } from '../programme/wording/wording.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { Refusal } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { beforeAndAfter, type Moved, type Proposal } from './proposal.js';
import type { Rewriting } from './rewriting.rules.js';
import { errorList, formFields, rowsFor } from './source-fields.js';
import { longest } from './suggestion.form.js';
import type { SuggestionView } from './suggestion-reads.js';

/** Other words for a suggestion while they are being written, against today's text. */
export interface RewriteDraft {
  proposal: Proposal;
  reason: string;
  moved: Moved;
  errors: FieldErrors;
  /** Why they cannot be kept any more; they stay on the page. */
  refused: string | null;
  /** Asked to see the changes. */
  previewed: boolean;
}

/** What the page depends on besides the draft. */
export interface RewriteContext {
  how: Rewriting;
  suggestion: SuggestionView;
  place: SectionPlace;
  /** The section today, with its point and the point's text; null where the text no longer has it. */
  current: SectionText | null;
  point: Point | null;
  sections: readonly SectionText[];
  locale: Locale;
  /** Why it is not possible now. */
  refusal: Refusal | null;
}

const fieldIds = { heading: 'navrh-nadpis', body: 'navrh-text', reason: 'navrh-duvod' };

/** Model of suggestions/rewrite. */
export function rewritePage(draft: RewriteDraft, about: RewriteContext) {
  const { how, suggestion, current, locale } = about;
  const { number, base } = suggestion;
  const back = localPath(locale, `/navrhy/${number}`);
  const others = current && how === 'adapt' && !isSame(base, current);
  return {
    trail: [
      { href: localPath(locale, '/'), label: translate(locale, 'pages.trail.home') },
      { href: back, label: translate(locale, 'suggestions.title', { number }) },
    ],
    how,
    number,
    title: sectionTitle(current ?? base, locale),
    collides: suggestion.standing === 'collides',
    action: `${back}/${how === 'edit' ? 'uprava' : 'prizpusobeni'}`,
    back,
    revisionId: current?.revisionId ?? '',
    refused: draft.refused,
    moved: draft.refused === null ? draft.moved : null,
    errors: errorList(draft.errors, fieldIds),
    previewed: draft.previewed,
    fields: fields(draft, about),
    texts: others
      ? {
          meanwhile: diffModel(wordingPair(base, current), 'mezitim', locale),
          own: diffModel(beforeAndAfter(base, suggestion), 'vase', locale),
        }
      : null,
    preview: rewritePreview(draft, about),
  };
}

/** Model of suggestions/preview. */
export function rewritePreview({ proposal }: RewriteDraft, { suggestion, current, locale }: RewriteContext) {
  const diff = diffModel(beforeAndAfter(current ?? suggestion.base, proposal), 'zmeny', locale);
  return {
    diff: diff.insertions + diff.deletions === 0 ? null : diff,
    none: translate(locale, 'suggestions.preview.none'),
    remark: null,
    rendered: null,
    similar: [],
  };
}

function fields({ proposal, reason, errors }: RewriteDraft, { suggestion, current, locale }: RewriteContext) {
  const text = (key: string) => translate(locale, `suggestions.compose.${key}`);
  const form = formFields(fieldIds, errors);
  const isRemoval = suggestion.kind === 'remove';
  const hasHeading = suggestion.kind === 'add' || (current ?? suggestion.base).heading !== null;
  const heading = { label: text('heading'), value: proposal.heading ?? '', maxLength: longest.heading };
  const body = {
    label: text('body'),
    value: proposal.body,
    hint: text('bodyHint'),
    maxLength: longest.body,
    rows: rowsFor(proposal.body),
  };
  return {
    heading: isRemoval || !hasHeading ? null : form.line('heading', heading),
    body: isRemoval ? null : form.text('body', body),
    reason: form.text('reason', {
      label: text('reason'),
      value: reason,
      hint: text('reasonHint'),
      maxLength: longest.reason,
      rows: 4,
    }),
  };
}
