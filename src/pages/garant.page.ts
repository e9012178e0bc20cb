import type { Garant } from '../programme/points.service.js';
import type { Pictures } from './pictures.service.js';

/** Model of components/garant. */
export interface GarantModel {
  name: string;
  picture: string | null;
  initial: string;
  role: string | null;
}

/** Who answers for a point, with a picture or the first letter of the name. */
export function garantModel(garant: Garant, pictures: Pick<Pictures, 'find'>): GarantModel {
  const initial = [...garant.name.trim()][0]?.toLocaleUpperCase('cs') ?? '?';
  return { name: garant.name, picture: pictures.find(garant.img), initial, role: null };
}
