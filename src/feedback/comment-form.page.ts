import type { SectionInContext } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import { longestComment } from './feedback.form.js';
import { addressOf, trailTo } from './section-page.js';

/** The comment that is being answered. */
export interface Answered {
  number: number;
  name: string;
  body: string;
}

/** What was typed and what is wrong with it. */
export interface Typed {
  body: string;
  revisionId: string;
  errors: FieldErrors;
}

const composerId = 'komentar';

/** Model of feedback/comment-form. */
export function commentFormPage(
  context: SectionInContext,
  { answered, typed, locale, signedIn }: CommentFormState,
) {
  const { section } = context;
  const error = typed.errors.body ?? null;
  return {
    trail: trailTo(context, locale),
    title: commentFormTitle(answered, locale),
    section: {
      number: section.number,
      title: sectionTitle(section, locale),
      href: localPath(locale, addressOf(context)),
      html: renderProgrammeMarkdown(section.body, { headingBase: 3 }),
    },
    answered: answered && { name: answered.name, html: renderCitizenMarkdown(answered.body) },
    errors: error ? [{ href: `#${composerId}-text`, text: error }] : [],
    composer: {
      id: composerId,
      action: localPath(locale, `${addressOf(context)}/komentare`),
      target: null,
      label: translate(locale, answered ? 'feedback.form.answerLabel' : 'feedback.form.label'),
      hint: translate(locale, 'feedback.form.hint'),
      error,
      value: typed.body,
      maxLength: longestComment,
      submitLabel: translate(locale, answered ? 'feedback.form.sendAnswer' : 'feedback.form.send'),
      revisionId: typed.revisionId,
      parentId: answered ? String(answered.number) : null,
      signedIn,
    },
  };
}

/** What the form's page depends on besides the section. */
export interface CommentFormState {
  answered: Answered | null;
  typed: Typed;
  locale: Locale;
  signedIn: boolean;
}

/** Title of the page. */
export function commentFormTitle(answered: Answered | null, locale: Locale): string {
  return translate(locale, answered ? 'feedback.form.answerTitle' : 'feedback.form.title');
}
