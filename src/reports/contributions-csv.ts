import { pipeline, Readable } from 'node:stream';
import { type Stringifier, stringify } from 'csv-stringify';
import { commentPath } from '../feedback/comment-address.js';
import { sectionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { isAccepted, isEmptied } from '../suggestions/suggestions.rules.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { localPath } from '../web/request.js';
import { csvCell } from '../web/text/csv.js';
import { nameShown } from '../web/text/name-shown.js';
import type { CommentRow, Contribution, Place, SuggestionRow } from './contributions.service.js';
import { formatTimestamp } from './local-time.js';

/** Columns of the export in their order; each has its heading in `reports.csv`. */
export const csvColumns = [
  'programme',
  'point',
  'sectionNumber',
  'sectionHeading',
  'kind',
  'number',
  'suggestion',
  'author',
  'voice',
  'text',
  'proposedHeading',
  'proposedBody',
  'reason',
  'wordingNumber',
  'wording',
  'state',
  'decision',
  'decisionReason',
  'decidedAt',
  'stance',
  'supports',
  'opposes',
  'createdAt',
  'agree',
  'undecided',
  'disagree',
  'older',
  'link',
] as const;

/** One row; null is an empty cell. */
export type CsvCells = Record<(typeof csvColumns)[number], string | number | null>;

/** In which language the export speaks, and where its links lead. */
export interface CsvReader {
  locale: Locale;
  /** Such as `https://podnet.example.org`. */
  baseUrl: string;
}

/**
 * Writes contributions as CSV for spreadsheets: UTF-8 with BOM, `;`, CRLF, every text quoted and none a formula. No
 * e-mail address, and no vote of a person: votes are those of the whole section.
 */
export function contributionsCsv(contributions: AsyncIterable<Contribution>, reader: CsvReader): Stringifier {
  const csv = stringify({
    bom: true,
    delimiter: ';',
    record_delimiter: '\r\n',
    // A line break inside a cell is quoted by itself only where it is the same as the one between records.
    quoted_string: true,
  });
  const rows = Readable.from(csvRows(contributions, reader), { objectMode: true, highWaterMark: 100 });
  pipeline(rows, csv, (error) => {
    if (error && !csv.destroyed) csv.destroy(error);
  });
  return csv;
}

async function* csvRows(contributions: AsyncIterable<Contribution>, reader: CsvReader) {
  yield csvColumns.map((column) => csvCell(translate(reader.locale, `reports.csv.${column}`)));
  const plain = lastWordings();
  for await (const contribution of contributions) {
    const cells = cellsOf(contribution, reader, plain);
    yield csvColumns.map((column) => csvCell(cells[column]));
  }
}

type PlainWording = (wording: CommentRow['wording']) => string | null;

/** Wordings without their marks; neighbours mostly refer to the same few, so the last of them are remembered. */
function lastWordings(): PlainWording {
  const known = new Map<string, string>();
  return (wording) => {
    if (!wording) return null;
    const text = known.get(wording.id) ?? plainText(wording.body);
    known.delete(wording.id);
    known.set(wording.id, text);
    if (known.size > 20) known.delete(known.keys().next().value ?? '');
    return text;
  };
}

/** One contribution as a row. */
function cellsOf(contribution: Contribution, reader: CsvReader, plain: PlainWording): CsvCells {
  const { said } = contribution;
  const { locale } = reader;
  return {
    ...placeCells(contribution, locale),
    ...(said.type === 'comment' ? commentCells(said, locale) : suggestionCells(said, locale)),
    number: said.number,
    author: nameShown(said.author, locale),
    wordingNumber: said.wording?.number ?? null,
    wording: plain(said.wording),
    decidedAt: said.decidedAt && formatTimestamp(said.decidedAt),
    createdAt: formatTimestamp(said.createdAt),
    link: reader.baseUrl + localPath(locale, linkTo(contribution)),
  };
}

function placeCells({ programme, point, section }: Place, locale: Locale) {
  const { agree, undecided, disagree, older } = section.figures.votes;
  return {
    programme: programme.title,
    point: point.title,
    sectionNumber: section.number,
    sectionHeading: sectionTitle(section, locale),
    agree,
    undecided,
    disagree,
    older,
  };
}

function commentCells(comment: CommentRow, locale: Locale) {
  const { hidden, state } = comment;
  const decided = state === 'hidden' || state === 'answered' || state === 'noted';
  const ground = hidden && translate(locale, `moderation.ground.${hidden.ground}`);
  return {
    kind: translate(locale, comment.isReply ? 'reports.kind.reply' : 'reports.kind.comment'),
    voice: translate(locale, `reports.voice.${comment.voice}`),
    suggestion: comment.suggestionNumber,
    text: comment.text ?? translate(locale, 'reports.csv.hiddenText'),
    proposedHeading: null,
    proposedBody: null,
    reason: null,
    state: translate(locale, `reports.commentState.${state}`),
    decision: decided ? translate(locale, `reports.commentDecision.${state}`) : null,
    decisionReason: hidden && `${ground}: ${hidden.facts}`,
    stance: null,
    supports: null,
    opposes: null,
  };
}

function suggestionCells(suggestion: SuggestionRow, locale: Locale) {
  const { kind, state, stance, supports, opposes, reason } = suggestion;
  const decided = isAccepted(suggestion) || state === 'declined' || state === 'overtaken';
  return {
    kind: translate(locale, `reports.kind.${kind}`),
    voice: translate(locale, 'reports.voice.citizen'),
    suggestion: null,
    text: null,
    proposedHeading: suggestion.heading,
    proposedBody: kind === 'remove' ? null : suggestion.body,
    reason: isEmptied(suggestion) ? translate(locale, 'suggestions.emptied') : reason,
    state: translate(locale, `suggestions.state.${state}`),
    decision: decided ? translate(locale, `suggestions.decision.${state}`) : null,
    decisionReason: suggestion.statement,
    stance: state === 'adapted' && stance ? translate(locale, `reports.stance.${stance}`) : null,
    supports,
    opposes,
  };
}

function linkTo({ programme, point, section, said }: Contribution): string {
  if (said.type === 'suggestion') return `/navrhy/${said.number}`;
  const page =
    said.suggestionNumber === null
      ? sectionPath(programme.uid, point.slug, section.number)
      : `/navrhy/${said.suggestionNumber}`;
  return commentPath(page, said.rootNumber, said.number);
}

/** `podnet-kraj2020-prispevky-2026-11-22.csv`; the date is the day of the export in Prague. */
export function csvFileName(programmeUid: string, locale: Locale, at: string): string {
  const safe = programmeUid.replace(/[^A-Za-z0-9._-]+/g, '-');
  return `podnet-${safe}-${translate(locale, 'reports.csv.fileWord')}-${formatTimestamp(at).slice(0, 10)}.csv`;
}
