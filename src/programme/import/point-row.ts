import type { PointContent } from '../content/point.js';

/** What a file says about its point beside its sections, as it is stored. */
export interface PointRow {
  uid: string;
  title: string;
  shortTitle: string | null;
  perex: string | null;
  intro: string | null;
  motto: string | null;
  img: string | null;
  approved: string | null;
  /** JSON list of ticket numbers. */
  redmine: string;
  position: number;
  source: string;
}

/** The last position: points without an order come after all others, by path. */
const noOrder = 1_000_000;

/** The row of a file. */
export function pointRow(content: PointContent): PointRow {
  const { uid, title, shortTitle, perex, intro, motto, img, approved, redmine, order, source } = content;
  return {
    uid,
    title,
    shortTitle,
    perex,
    intro,
    motto,
    img,
    approved,
    redmine: JSON.stringify(redmine),
    position: order ?? noOrder,
    source,
  };
}

const comparedFields = [
  ['title', 'title'],
  ['shortTitle', 'shortTitle'],
  ['perex', 'perex'],
  ['intro', 'intro'],
  ['motto', 'motto'],
  ['img', 'img'],
  ['approved', 'approved'],
  ['redmine', 'redmine'],
  ['order', 'position'],
  ['uid', 'uid'],
] as const;

/** Fields that belong to a version of the text: a change of them makes a new one. */
const versionFields = new Set(['title', 'shortTitle', 'perex', 'intro', 'motto']);

/** Names of the header's keys (and `motto`) whose values change. */
export function fieldsChanged(
  before: PointRow & { programme: string; garants: readonly string[] },
  content: PointContent,
): string[] {
  const after = pointRow(content);
  const names: string[] = comparedFields.flatMap(([name, field]) =>
    before[field] === after[field] ? [] : [name],
  );
  if (before.programme !== content.programme) names.push('campaignCategoryUid');
  const garants = [...new Set(content.garants)];
  if (JSON.stringify(before.garants) !== JSON.stringify(garants)) names.push('garant');
  return names;
}

/** Whether such a change makes a new version. */
export function makesVersion(names: readonly string[]): boolean {
  return names.some((name) => versionFields.has(name));
}
