import { formatNumber } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { allSuggestions, citizensComments, type Figures, toldPeople } from './figures.js';

/** Columns of the tables of figures, after the one that names the row; in one they would not fit on a page. */
const columns = {
  comments: ['comments', 'waiting', 'answered', 'noted', 'hidden'],
  suggestions: [
    'suggestions',
    'open',
    'considered',
    'accepted',
    'adapted',
    'declined',
    'withdrawn',
    'overtaken',
    'supports',
    'opposes',
  ],
  votes: ['agree', 'undecided', 'disagree', 'older', 'people'],
} as const;

const kinds = ['comments', 'suggestions', 'votes'] as const;

type Column = (typeof columns)[(typeof kinds)[number]][number];

/** One row: what it is about and its figures. */
export interface FiguresRow {
  href: string | null;
  heading: string;
  figures: Figures;
}

/** View models of `components/table`: what was said, what was suggested, and how people voted. */
export function figuresTables(about: string, first: string, rows: readonly FiguresRow[], locale: Locale) {
  return kinds.map((kind) => ({
    caption: translate(locale, `reports.tables.${kind}`, { about }),
    columns: [
      { label: first, numeric: false },
      ...columns[kind].map((column) => ({
        label: translate(locale, `reports.figures.${column}`),
        numeric: true,
      })),
    ],
    rows: rows.map(({ href, heading, figures }) => {
      const texts = figureTexts(figures, locale);
      const cells = columns[kind].map((column) => ({ text: texts[column], numeric: true }));
      return { href, heading, cells };
    }),
  }));
}

/** Every figure as it may be shown. */
function figureTexts(figures: Figures, locale: Locale): Record<Column, string> {
  const { comments, suggestions, voices, votes } = figures;
  const n = (value: number) => formatNumber(locale, value);
  return {
    comments: n(citizensComments(figures)),
    waiting: n(comments.waiting),
    answered: n(comments.answered),
    noted: n(comments.noted),
    hidden: n(comments.hidden),
    suggestions: n(allSuggestions(figures)),
    open: n(suggestions.open),
    considered: n(suggestions.considered),
    accepted: n(suggestions.accepted),
    adapted: n(suggestions.adapted),
    declined: n(suggestions.declined),
    withdrawn: n(suggestions.withdrawn),
    overtaken: n(suggestions.overtaken),
    supports: n(voices.supports),
    opposes: n(voices.opposes),
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
