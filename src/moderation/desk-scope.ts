import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { isStaff } from '../accounts/accounts.rules.js';
import { PointGarant } from '../programme/point-garant.entity.js';
import type { Viewer } from '../web/viewer.js';

/** What one wants to do with the points: see and moderate them (staff everywhere), or decide on them (garants only). */
export type Purpose = 'moderate' | 'manage';

/**
 * Keeps only rows whose `point` (alias of the query) is on the viewer's desk, so that a forgotten check finds nothing.
 * Says the same as `mayModeratePoint` and `mayManagePoint`.
 */
export function onDesk<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  viewer: Viewer,
  purpose: Purpose,
): SelectQueryBuilder<T> {
  if (purpose === 'moderate' && isStaff(viewer)) return query;
  const { pointIds, personUids } = viewer.garantOf;
  const named = query
    .subQuery()
    .select('named.pointId')
    .from(PointGarant, 'named')
    .where('named.personUid IN (:...deskUids)')
    .getQuery();
  return query.andWhere(
    new Brackets((mine) => {
      // Never true: whoever is garant of nothing sees nothing.
      mine.where('1 = 0');
      if (pointIds.length > 0) mine.orWhere('point.id IN (:...deskPoints)', { deskPoints: pointIds });
      if (personUids.length > 0) mine.orWhere(`point.id IN ${named}`, { deskUids: personUids });
    }),
  );
}
