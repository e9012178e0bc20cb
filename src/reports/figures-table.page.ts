import { formatNumber } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { citizensComments, type Figures, toldPeople } from './figures.js';

/** Columns of every table of figures, after the one that names the row. */
const columns = [
  'comments',
  'waiting',
  'answered',
  'noted',
  'hidden',
  'suggestionsOpen',
  'accepted',
  'declined',
  'withdrawn',
  'agree',
  'undecided',
  'disagree',
  'older',
  'people',
] as const;

/** One row: what it is about and its figures. */
export interface FiguresRow {
  href: string | null;
  heading: string;
  figures: Figures;
}

/** View model of `components/table`. */
export function figuresTable(caption: string, first: string, rows: readonly FiguresRow[], locale: Locale) {
  const headings = columns.map((column) => ({
    label: translate(locale, `reports.figures.${column}`),
    numeric: true,
  }));
  return {
    caption,
    columns: [{ label: first, numeric: false }, ...headings],
    rows: rows.map(({ href, heading, figures }) => {
      const texts = figureTexts(figures, locale);
      return { href, heading, cells: columns.map((column) => ({ text: texts[column], numeric: true })) };
    }),
  };
}

/** Every figure as it may be shown. */
export function figureTexts(
  figures: Figures,
  locale: Locale,
): Record<(typeof columns)[number], string> & { official: string } {
  const { comments, suggestions, votes } = figures;
  const n = (value: number) => formatNumber(locale, value);
  return {
    comments: n(citizensComments(figures)),
    waiting: n(comments.waiting),
    answered: n(comments.answered),
    noted: n(comments.noted),
    hidden: n(comments.hidden),
    official: n(comments.official),
    suggestionsOpen: n(suggestions.open),
    accepted: n(suggestions.accepted),
    declined: n(suggestions.declined),
    withdrawn: n(suggestions.withdrawn),
    agree: n(votes.agree),
    undecided: n(votes.undecided),
    disagree: n(votes.disagree),
    older: n(votes.older),
    people: peopleText(figures.people, locale),
  };
}

/** A number of people, or that they are too few to be told. */
export function peopleText(people: number, locale: Locale): string {
  const told = toldPeople(people);
  return told === null ? translate(locale, 'reports.figures.fewPeople') : formatNumber(locale, told);
}
