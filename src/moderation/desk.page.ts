import { pointPath } from '../programme/paths.js';
import { formatNumber } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { DeskPoint } from './queue.service.js';
import { queueQuery } from './queue-address.js';

/** View model of `moderation/desk`. */
export function deskPage(points: readonly DeskPoint[], locale: Locale) {
  const comments = points.reduce((sum, point) => sum + point.comments, 0);
  const suggestions = points.reduce((sum, point) => sum + point.suggestions, 0);
  const tile = (name: string, value: string) => ({
    label: translate(locale, `moderation.desk.${name}`),
    value,
  });
  const oldest = points.flatMap((point) => (point.oldest === null ? [] : [point.oldest])).sort()[0] ?? null;
  return {
    waiting: comments + suggestions,
    oldest,
    queueHref: localPath(locale, '/garant/fronta'),
    tiles: [
      tile('comments', formatNumber(locale, comments)),
      tile('suggestions', formatNumber(locale, suggestions)),
    ],
    points: points.map((point) => pointModel(point, locale)),
  };
}

function pointModel(point: DeskPoint, locale: Locale) {
  const { title, slug, programmeUid, programmeTitle, comments, suggestions, oldest } = point;
  const query = queueQuery({ point: `${programmeUid}/${slug}`, kind: null, after: null });
  return {
    title,
    programmeTitle,
    comments,
    suggestions,
    waiting: comments + suggestions,
    oldest,
    publicHref: localPath(locale, pointPath(programmeUid, slug)),
    queueHref: localPath(locale, '/garant/fronta') + query,
  };
}
