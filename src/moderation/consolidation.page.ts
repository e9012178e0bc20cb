import { addressOf, trailTo } from '../feedback/section-page.js';
import type { SectionInContext } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffLabels } from '../programme/wording/diff.page.js';
import { diffHtml } from '../programme/wording/diff-html.js';
import type { Hunk } from '../programme/wording/hunks.js';
import { changedText } from '../programme/wording/merge3.js';
import { notedParts } from '../programme/wording/noted.js';
import { isSame, type SourceWording, sourceText } from '../programme/wording/wording.js';
import type { Compared, Weighed } from '../suggestions/board.js';
import { contenderModel, named, plainContender } from '../suggestions/contender.page.js';
import type { Contenders } from '../suggestions/contenders.service.js';
import { longestEdit } from '../suggestions/edit.form.js';
import { errorList, formFields, rowsFor } from '../suggestions/source-fields.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { normaliseText } from '../web/text/characters.js';
import type { Work } from './consolidation.js';

/** A consolidation on its way. */
export interface Consolidation {
  context: SectionInContext;
  contenders: Contenders;
  weighed: Weighed;
  /** Numbers of those picked that still wait. */
  picked: number[];
  /** Numbers of those picked that were decided meanwhile, or clash with the text by now. */
  gone: number[];
  work: Work;
  statement: string;
  /** It came back from the form, so what it says is newer than any draft. */
  fresh: boolean;
  /** The text has changed since the page was opened. */
  moved: boolean;
  /** Why it was not published, in the reader's language. */
  refusal: string | null;
  /** It was to be published before what comes of it had been looked at. */
  unseen: boolean;
  errors: FieldErrors;
  locale: Locale;
}

const fieldIds = {
  navrh: 'slouceni-vyber',
  heading: 'slouceni-nadpis',
  body: 'slouceni-text',
  statement: 'slouceni-vyjadreni',
};

/** View model of `moderation/consolidation`. */
export function consolidationPage(data: Consolidation) {
  const { context, contenders, weighed, picked, locale } = data;
  const { programme, point, section } = context;
  const { fitting, colliding, left } = contenders;
  const href = (path: string) => localPath(locale, path);
  return {
    trail: [
      { href: href('/garant'), label: translate(locale, 'moderation.desk.title') },
      ...trailTo(context, locale).slice(2),
    ],
    section: sectionTitle(section, locale),
    action: href(`/garant/slouceni/${programme.uid}/${point.slug}/${section.number}`),
    fresh: data.fresh,
    boardHref: href(`${addressOf(context)}/navrhy/strety`),
    revisionId: section.revisionId,
    from: picked.join(' '),
    errors: errorList(data.errors, fieldIds),
    picksError: data.errors.navrh ?? null,
    problem: data.refusal !== null || data.moved || data.gone.length > 0,
    refusal: data.refusal,
    unseen: data.unseen,
    moved: data.moved,
    gone: data.gone.map((number) => ({ number, href: href(`/garant/navrhy/${number}`) })),
    picks: fitting.map((suggestion) => ({
      ...contenderModel(suggestion, weighed, locale),
      picked: picked.includes(suggestion.number),
      hindered: named(
        [...(weighed.exclusions.get(suggestion.number)?.keys() ?? [])].filter((other) =>
          picked.includes(other),
        ),
      ),
    })),
    colliding: colliding.map((suggestion) => ({
      ...plainContender(suggestion, locale),
      mergeHref: href(`/garant/navrhy/${suggestion.number}/slouceni`),
    })),
    left,
    fields: fields(data),
    preview: consolidationPreview(data),
  };
}

/** View model of `moderation/consolidation-preview`. */
export function consolidationPreview(data: Consolidation) {
  const { picked, work, context, locale } = data;
  const { result, final, kept } = work;
  const base = {
    seen: picked.join(' '),
    picked: picked.length,
    exclude: null,
    html: null,
    removes: false,
    kept,
    added: [],
  };
  if (picked.length === 0) return base;
  if (!result.clean) {
    const pairs = result.pairs.map(([one, other]) => `${one} × ${other}`).join(', ');
    return { ...base, exclude: translate(locale, 'suggestions.refusal.exclude', { pairs: pairs || 'none' }) };
  }
  const added = result.added.map(({ numbers, heading, body }) => ({
    numbers: numbers.join(', '),
    html: diffHtml(
      [{ kind: 'inserted', text: sourceText({ heading, body }) }],
      diffLabels(locale),
      'changes',
      true,
    ),
  }));
  const changes = final !== null && !isSame(final, context.section);
  return { ...base, removes: final === null, html: changes ? creditedHtml(final, data) : null, added };
}

/** The final wording against today's, each change with the numbers of those it comes from. */
function creditedHtml(final: SourceWording, { weighed, picked, locale }: Consolidation): string {
  const { heading, body } = weighed.current;
  const own = weighed.compared.filter(
    ({ number, proposal }) => picked.includes(number) && proposal.kind === 'reword',
  );
  const creditIn = (side: 'heading' | 'body') => (hunk: Hunk | null) => creditOf(hunk, side, own, locale);
  const finalHeading = changedText(heading, final.heading ?? '');
  const headingHtml =
    finalHeading.text === ''
      ? ''
      : diffHtml(notedParts(heading, finalHeading, creditIn('heading')), diffLabels(locale), 'changes', true);
  const parts = notedParts(body, changedText(body, normaliseText(final.body)), creditIn('body'));
  return headingHtml + diffHtml(parts, diffLabels(locale));
}

/** Whose suggestions change the same place; without any it is the garant's own change. */
function creditOf(
  hunk: Hunk | null,
  side: 'heading' | 'body',
  own: readonly Compared[],
  locale: Locale,
): string {
  const numbers = own
    .filter((one) => hunk === null || one[side].hunks?.some((other) => meet(hunk, other)))
    .map(({ number }) => number);
  if (numbers.length === 0) return translate(locale, 'moderation.consolidation.own');
  return translate(locale, 'moderation.consolidation.from', { numbers: numbers.join(', ') });
}

function meet(one: Hunk, other: Hunk): boolean {
  const [oneEnd, otherEnd] = [one.oldStart + one.oldLength, other.oldStart + other.oldLength];
  if (one.oldStart === other.oldStart || oneEnd === otherEnd) return true;
  return one.oldStart < otherEnd && other.oldStart < oneEnd;
}

function fields({ context, work, statement, errors, locale }: Consolidation) {
  const text = (key: string) => translate(locale, `moderation.field.${key}`);
  const form = formFields(fieldIds, errors);
  const { final } = work;
  const heading = { label: text('heading'), value: final?.heading ?? '', maxLength: longestEdit.heading };
  return {
    heading: final && context.section.heading !== null ? form.line('heading', heading) : null,
    body:
      final &&
      form.text('body', {
        label: text('body'),
        value: final.body,
        maxLength: longestEdit.body,
        rows: rowsFor(final.body),
      }),
    statement: form.text('statement', {
      label: text('statement'),
      value: statement,
      hint: translate(locale, 'moderation.consolidation.statementHint'),
      optional: true,
      maxLength: 2000,
      rows: 3,
    }),
  };
}
