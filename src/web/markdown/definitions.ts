import { maxSourceLength, programmeParser } from './parsers.js';

/** Reference-link definitions of a point by their normalised labels: `[label]: address "title"`. */
export type Definitions = Readonly<Record<string, { readonly href: string; readonly title: string }>>;

/** Finds the reference-link definitions of a whole body, so that each of its sections can be rendered with them. */
export function readDefinitions(body: string): Definitions {
  if (body.length > maxSourceLength * 8) return {};
  const env: { references?: Record<string, { href: string; title: string }> } = {};
  programmeParser.parse(body, env);
  return { ...env.references };
}
