import { pointPath } from '../programme/paths.js';
import { formatNumber } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { DecisionFigures, LoggedDecision } from './decisions.service.js';

/** A page of the log. */
export interface LogData {
  decisions: LoggedDecision[];
  figures: DecisionFigures;
  before: number | null;
  more: boolean;
}

/** View model of `moderation/log`. */
export function logPage({ decisions, figures, before, more }: LogData, locale: Locale) {
  const log = localPath(locale, '/moderace');
  const last = decisions.at(-1);
  return {
    tiles: [
      { label: translate(locale, 'moderation.log.hidden'), value: formatNumber(locale, figures.hidden) },
      { label: translate(locale, 'moderation.log.restored'), value: formatNumber(locale, figures.restored) },
    ],
    grounds: {
      caption: translate(locale, 'moderation.log.byGround'),
      columns: [
        { label: translate(locale, 'moderation.log.ground'), numeric: false },
        { label: translate(locale, 'moderation.log.count'), numeric: true },
      ],
      rows: figures.byGround.map(({ ground, count }) => ({
        href: null,
        heading: translate(locale, `moderation.ground.${ground}`),
        cells: [{ text: formatNumber(locale, count), numeric: true }],
      })),
    },
    decisions: decisions.map((decision) => entry(decision, locale)),
    pages: {
      newer: before === null ? null : log,
      older: more && last ? `${log}?pred=${last.number}` : null,
    },
  };
}

function entry(decision: LoggedDecision, locale: Locale) {
  const { number, kind, ground, facts, decidedAt, pointTitle, pointSlug, programmeUid } = decision;
  return {
    number,
    anchor: `rozhodnuti-${number}`,
    kind,
    decidedAt,
    pointTitle,
    pointHref: localPath(locale, pointPath(programmeUid, pointSlug)),
    ground: ground && translate(locale, `moderation.ground.${ground}`),
    facts: facts === '' ? null : facts,
    initiative: translate(
      locale,
      decision.onNotice ? 'moderation.log.onNotice' : 'moderation.log.ownInitiative',
    ),
    automation: translate(locale, decision.automated ? 'moderation.log.automated' : 'moderation.log.byHand'),
  };
}
