/** What a point says beside its sections and what belongs to its versions as well. Texts are Markdown. */
export interface PointFields {
  title: string;
  shortTitle: string | null;
  perex: string | null;
  intro: string | null;
  motto: string | null;
}

/** The fields of a point as they stand. */
export function pointFields({ title, shortTitle, perex, intro, motto }: PointFields): PointFields {
  return { title, shortTitle, perex, intro, motto };
}
