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
  /** Empty for the wording that is shown. */
  revisionId: string;
  errors: FieldErrors;
}

const composerId = 'komentar';

/** What stands around the form: the section or the suggestion that is commented on. */
export interface Surroundings {
  trail: { href: string; label: string }[];
  about: { title: string; href: string };
  /** The section's number and text; null where it is a suggestion. */
  section: { number: number; html: string } | null;
  /** Model of components/diff of a suggestion; null where it is a section. */
  diff: object | null;
  /** Wording of the section that is shown; null where it is a suggestion. */
  revisionId: string | null;
}

/** What stands around a form about a section. */
export function sectionSurroundings(context: SectionInContext, locale: Locale): Surroundings {
  const { section } = context;
  return {
    trail: trailTo(context, locale),
    about: { title: sectionTitle(section, locale), href: localPath(locale, addressOf(context)) },
    section: {
      number: section.number,
      html: renderProgrammeMarkdown(section.body, { headingBase: 3 }),
    },
    diff: null,
    revisionId: section.revisionId,
  };
}

/** Model of feedback/comment-form. */
export function commentFormPage(
  surroundings: Surroundings,
  { path, answered, typed, locale, signedIn }: CommentFormState,
) {
  const error = typed.errors.body ?? null;
  const { revisionId, ...around } = surroundings;
  return {
    ...around,
    title: commentFormTitle(answered, locale),
    answered: answered && { name: answered.name, html: renderCitizenMarkdown(answered.body) },
    errors: error ? [{ href: `#${composerId}-text`, text: error }] : [],
    composer: {
      id: composerId,
      action: localPath(locale, `${path}/komentare`),
      target: null,
      label: translate(locale, answered ? 'feedback.form.answerLabel' : 'feedback.form.label'),
      hint: translate(locale, 'feedback.form.hint'),
      error,
      value: typed.body,
      maxLength: longestComment,
      submitLabel: translate(locale, answered ? 'feedback.form.sendAnswer' : 'feedback.form.send'),
      revisionId: typed.revisionId || revisionId,
      parentId: answered ? String(answered.number) : null,
      signedIn,
    },
  };
}

/** What the form's page depends on besides what it is about. */
export interface CommentFormState {
  /** Address of the page with the comments, without language. */
  path: string;
  answered: Answered | null;
  typed: Typed;
  locale: Locale;
  signedIn: boolean;
}

/** Title of the page. */
export function commentFormTitle(answered: Answered | null, locale: Locale): string {
  return translate(locale, answered ? 'feedback.form.answerTitle' : 'feedback.form.title');
}
