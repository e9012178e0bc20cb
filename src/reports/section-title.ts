import type { SectionKind } from '../programme/section.entity.js';
import { type Locale, translate } from '../web/i18n/messages.js';

/** The heading of a section, or our word for one that has none. */
export function sectionTitle(section: { kind: SectionKind; heading: string | null }, locale: Locale): string {
  if (section.heading !== null) return section.heading;
  return translate(
    locale,
    section.kind === 'whole' ? 'programme.section.whole' : 'programme.section.preamble',
  );
}
