import { type Locale, translate } from '../web/i18n/messages.js';
import type { SectionKind } from './section.entity.js';

interface Headed {
  kind: SectionKind;
  heading: string | null;
}

/** Heading of a section; what we call it where the text has none. */
export function sectionTitle(section: Headed, locale: Locale): string {
  if (section.heading) return section.heading;
  if (section.kind === 'whole') return translate(locale, 'programme.section.whole');
  if (section.kind === 'preamble') return translate(locale, 'programme.section.preamble');
  return translate(locale, 'programme.section.untitled');
}

/** True when the title is ours and not the text's. */
export function isHeadless(section: Pick<Headed, 'heading'>): boolean {
  return !section.heading;
}
