import { pointPath, programmePath } from '../programme/paths.js';
import type { Point } from '../programme/point.entity.js';
import type { Programme } from '../programme/programme.entity.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';

/** The way up from a page: home, then the programme and the point where there are such. */
export function trail(locale: Locale, programme?: Programme, point?: Point) {
  const steps = [{ href: localPath(locale, '/'), label: translate(locale, 'pages.trail.home') }];
  if (programme)
    steps.push({ href: localPath(locale, programmePath(programme.uid)), label: programme.title });
  if (programme && point) {
    const href = localPath(locale, pointPath(programme.uid, point.slug));
    steps.push({ href, label: point.shortTitle ?? point.title });
  }
  return steps;
}
