import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SiteText } from '../web/texts/site-text.js';
import type { LegalText } from '../web/texts/site-texts.service.js';

/** A version of a text among the others. */
export interface LegalTextContent {
  name: LegalText;
  version: string;
  /** The version that applies today. */
  inForce: string;
  /** All of them, the newest first. */
  versions: readonly string[];
  text: SiteText;
}

/** Model of pages/text for a text with versions. */
export function legalTextPage(locale: Locale, { name, version, inForce, versions, text }: LegalTextContent) {
  return {
    title: text.title,
    html: text.html,
    version: {
      name: version,
      since: dayOf(version),
      changes: text.changes,
      state: standing(version, inForce),
      current: localPath(locale, `/${name}`),
      all: versions.map((each) => ({
        href: localPath(locale, each === inForce ? `/${name}` : `/${name}/${each}`),
        since: dayOf(each),
        state: translate(locale, `pages.text.state.${standing(each, inForce)}`),
        current: each === version,
      })),
    },
  };
}

/** Versions are named by the day from which they apply, so that they sort like time. */
function standing(version: string, inForce: string): 'past' | 'now' | 'coming' {
  if (version === inForce) return 'now';
  return version < inForce ? 'past' : 'coming';
}

/** Noon of the day a version is named by, so that it is the same day in Prague. */
function dayOf(version: string): string {
  return `${version.slice(0, 10)}T12:00:00.000Z`;
}
