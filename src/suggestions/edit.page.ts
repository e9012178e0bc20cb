import { addressOf, trailTo } from '../feedback/section-page.js';
import type { SectionInContext, SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { isMinor } from '../programme/wording/minor.js';
import { type SourceWording, wordingPair } from '../programme/wording/wording.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { longestEdit } from './edit.form.js';
import type { Moved } from './proposal.js';
import { errorList, formFields, rowsFor } from './source-fields.js';
import type { SuggestionView } from './suggestion-reads.js';

/** An edit while it is being written, against the current wording. */
export interface EditDraft {
  wording: SourceWording;
  note: string;
  minor: boolean;
  /** What the text was changed into meanwhile did to it. */
  moved: Moved;
  /** The wording it was begun on, where that is not the current one. */
  base: SourceWording | null;
  errors: FieldErrors;
  /** Asked to see the changes. */
  previewed: boolean;
}

/** What the page depends on besides the draft. */
export interface EditContext {
  context: SectionInContext;
  sections: readonly SectionText[];
  /** Suggestions on the section that wait for a decision. */
  waiting: readonly SuggestionView[];
  locale: Locale;
}

/** Where each field of the form is. */
const fieldIds = {
  heading: 'uprava-nadpis',
  body: 'uprava-text',
  note: 'uprava-poznamka',
  minor: 'uprava-drobna',
};

/** Model of suggestions/edit. */
export function editPage(draft: EditDraft, about: EditContext) {
  const { context, locale } = about;
  const { section } = context;
  const meanwhile = draft.base && diffModel(wordingPair(draft.base, section), 'mezitim', locale);
  return {
    trail: trailTo(context, locale),
    title: sectionTitle(section, locale),
    action: localPath(locale, `${addressOf(context)}/uprava`),
    back: localPath(locale, addressOf(context)),
    revisionId: section.revisionId,
    errors: errorList(draft.errors, fieldIds),
    moved: draft.moved,
    meanwhile: draft.moved === null ? null : meanwhile,
    previewed: draft.previewed,
    waiting: about.waiting.map(({ number }) => ({ number, href: localPath(locale, `/navrhy/${number}`) })),
    minor: draft.minor,
    minorError: draft.errors.minor ?? null,
    fields: fields(draft, about),
    preview: editPreview(draft, about),
  };
}

/** Model of suggestions/preview. */
export function editPreview({ wording }: Pick<EditDraft, 'wording'>, { context, locale }: EditContext) {
  const diff = diffModel(wordingPair(context.section, wording), 'zmeny', locale);
  const minor = isMinor(context.section, wording);
  return {
    diff: diff.insertions + diff.deletions === 0 ? null : diff,
    none: translate(locale, 'suggestions.edit.none'),
    remark: minor ? translate(locale, 'suggestions.edit.isMinor') : null,
    rendered: null,
    similar: [],
  };
}

function fields({ wording, note, errors }: EditDraft, { context, locale }: EditContext) {
  const text = (key: string) => translate(locale, `suggestions.edit.${key}`);
  const form = formFields(fieldIds, errors);
  const heading = { label: text('heading'), value: wording.heading ?? '', maxLength: longestEdit.heading };
  return {
    heading: context.section.heading === null ? null : form.line('heading', heading),
    body: form.text('body', {
      label: text('body'),
      value: wording.body,
      hint: text('bodyHint'),
      maxLength: longestEdit.body,
      rows: rowsFor(context.section.body),
    }),
    note: form.text('note', {
      label: text('note'),
      value: note,
      hint: text('noteHint'),
      maxLength: longestEdit.note,
      rows: 3,
    }),
  };
}
