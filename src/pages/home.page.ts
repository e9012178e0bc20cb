import { programmePath, sectionPath } from '../programme/paths.js';
import type { Programme } from '../programme/programme.entity.js';
import { sectionTitle } from '../programme/section-title.js';
import { type Locale } from '../web/i18n/messages.js';
import { plainText } from '../web/markdown/plain-text.js';
import { localPath } from '../web/request.js';
import { deadlineModel } from './consultation.page.js';
import { type AcceptedChange, nothingSaid, type SaidCounts } from './said.service.js';

/** What the home page is made of. */
export interface HomeContent {
  programmes: readonly Programme[];
  /** Number of points by id of the programme. */
  points: ReadonlyMap<string, number>;
  /** By id of the programme. */
  said: ReadonlyMap<string, SaidCounts>;
  changes: readonly AcceptedChange[];
  at: string;
  locale: Locale;
}

/** Which consultations come first among those that are not open. */
const places = ['open', 'coming', 'closed', 'settled', 'none'];

/** Model of pages/home. */
export function homePage(content: HomeContent) {
  const cards = content.programmes.map((programme) => programmeCard(programme, content));
  const isOpen = (card: (typeof cards)[number]) => card.consultation.state === 'open';
  const other = cards.filter((card) => !isOpen(card));
  other.sort((a, b) => places.indexOf(a.consultation.state) - places.indexOf(b.consultation.state));
  return {
    open: cards.filter(isOpen),
    other,
    changes: content.changes.map((change) => ({
      href: localPath(
        content.locale,
        sectionPath(change.programmeUid, change.pointSlug, change.sectionNumber),
      ),
      point: change.pointTitle,
      section: sectionTitle(change, content.locale),
      author: change.authorName,
      at: change.at,
    })),
  };
}

function programmeCard(programme: Programme, content: HomeContent) {
  const { comments, suggestions, votes } = content.said.get(programme.id) ?? nothingSaid;
  return {
    href: localPath(content.locale, programmePath(programme.uid)),
    title: programme.title,
    group: programme.groupTitle,
    lead: programme.lead ? firstParagraph(plainText(programme.lead)) : null,
    consultation: deadlineModel(programme, content.at),
    points: content.points.get(programme.id) ?? 0,
    comments,
    suggestions,
    votes,
  };
}

function firstParagraph(text: string): string {
  return text.split('\n\n', 1)[0] ?? '';
}
