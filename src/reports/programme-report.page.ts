import { pointPath, sectionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { formatNumber } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { barChart } from './bar-chart.page.js';
import {
  allSuggestions,
  citizensComments,
  type Figures,
  type ReportedPoint,
  type ReportedProgramme,
} from './figures.js';
import { type FiguresRow, figuresTables, peopleText } from './figures-table.page.js';

/** View model of `reports/programme`. */
export function programmeReportPage(programme: ReportedProgramme, at: string, locale: Locale) {
  const href = (path: string) => localPath(locale, path);
  return {
    trail: [{ href: href('/sprava'), label: translate(locale, 'reports.desk.title') }],
    title: programme.title,
    at,
    csvHref: href(csvPath(programme.uid)),
    tiles: programmeTiles(programme.figures, locale),
    chart: barChart(
      translate(locale, 'reports.programme.chart'),
      programme.points.map(({ title, figures }) => ({ label: title, value: contributionsIn(figures) })),
      locale,
    ),
    points: figuresTables(
      translate(locale, 'reports.programme.points'),
      translate(locale, 'reports.figures.point'),
      [
        ...programme.points.map((point) => ({
          href: href(pointPath(programme.uid, point.slug)),
          heading: point.archived ? archived(point.title, locale) : point.title,
          figures: point.figures,
        })),
        total(programme.figures, locale),
      ],
      locale,
    ),
    sections: programme.points.map((point) => pointTables(programme.uid, point, locale)),
  };
}

/** Address of a programme's export, without language. */
export function csvPath(programmeUid: string): string {
  return `/sprava/vystupy/${encodeURIComponent(programmeUid)}.csv`;
}

/** Address of a programme's figures, without language. */
export function reportPath(programmeUid: string): string {
  return `/sprava/prehled/${encodeURIComponent(programmeUid)}`;
}

function pointTables(programmeUid: string, point: ReportedPoint, locale: Locale) {
  const rows = point.sections.map((section) => {
    const title = `${section.number}. ${sectionTitle(section, locale)}`;
    const path = sectionPath(programmeUid, point.slug, section.number);
    return {
      href: section.archived ? null : localPath(locale, path),
      heading: section.archived ? archived(title, locale) : title,
      figures: section.figures,
    };
  });
  const first = translate(locale, 'reports.figures.section');
  const tables = figuresTables(point.title, first, [...rows, total(point.figures, locale)], locale);
  return { title: point.archived ? archived(point.title, locale) : point.title, tables };
}

function programmeTiles(figures: Figures, locale: Locale) {
  const { agree, undecided, disagree, older } = figures.votes;
  const { suggestions } = figures;
  const tile = (name: string, value: string) => ({
    label: translate(locale, `reports.tiles.${name}`),
    value,
  });
  const n = (value: number) => formatNumber(locale, value);
  return [
    tile('comments', n(citizensComments(figures))),
    tile('waiting', n(figures.comments.waiting + suggestions.open + suggestions.considered)),
    tile('suggestions', n(allSuggestions(figures))),
    tile('accepted', n(suggestions.accepted + suggestions.adapted)),
    tile('votes', n(agree + undecided + disagree + older)),
    tile('people', peopleText(figures.people, locale)),
  ];
}

function contributionsIn(figures: Figures): number {
  return citizensComments(figures) + allSuggestions(figures);
}

function total(figures: Figures, locale: Locale): FiguresRow {
  return { href: null, heading: translate(locale, 'reports.figures.total'), figures };
}

function archived(title: string, locale: Locale): string {
  return `${title} (${translate(locale, 'reports.figures.archived')})`;
}
