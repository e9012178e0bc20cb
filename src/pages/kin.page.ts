import type { KinSection, Kinship } from '../programme/history-kin.service.js';
import { sectionPath } from '../programme/paths.js';
import { isHeadless, sectionTitle } from '../programme/section-title.js';
import type { Locale } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { MergedFeedback } from './merged.service.js';
import { nothingSaid, type SaidCounts } from './said.service.js';
import { commentModel, olderWordings, type ThreadContent } from './thread.page.js';
import { shares } from './vote-box.page.js';

/** Model of components/history-kin: where a section's text came from and where it went. */
export function kinModel(kin: Kinship, archived: boolean, locale: Locale) {
  const { mergedInto, splitFrom, splits } = kin;
  if (!mergedInto && !splitFrom && splits.length === 0) return null;
  return {
    archived,
    mergedInto: mergedInto && kinLink(mergedInto, locale),
    splitFrom: splitFrom && kinLink(splitFrom, locale),
    splits: splits.map((one) => kinLink(one, locale)),
  };
}

/** What a section's page shows of the sections that became part of it. */
export interface MergedContent extends Pick<ThreadContent, 'garants' | 'pictures' | 'locale'> {
  sections: readonly KinSection[];
  feedback: MergedFeedback;
  /** By id of the section. */
  said: ReadonlyMap<string, SaidCounts>;
}

/** Models of components/history-merged: what was said on a section before it became part of this one. */
export function mergedModels(content: MergedContent) {
  return content.sections.map((section) => mergedModel(section, content));
}

function mergedModel(section: KinSection, content: MergedContent) {
  const { feedback, said, locale } = content;
  const { sectionId, revisionId, revisionNumber, runId } = section;
  const link = kinLink(section, locale);
  const threads = feedback.threads.get(sectionId) ?? [];
  const votes = feedback.votes.get(sectionId);
  const counts = said.get(sectionId) ?? nothingSaid;
  const place: ThreadContent = {
    ...content,
    page: { threads, next: null },
    reasons: feedback.reasons,
    after: 0,
    href: link.href,
    revisionId,
    older: olderWordings(link.href, { revisionNumber, runId }, feedback.faded),
    empty: '',
    anchor: (number) => `z-${section.number}-komentar-${number}`,
    open: false,
    reader: null,
  };
  const shown = threads.reduce((sum, { replies }) => sum + 1 + replies.length, 0);
  return {
    ...link,
    id: `z-${sectionId.slice(-12)}`,
    votes: votes ? shares(votes) : null,
    comments: threads.map((thread) => ({
      ...commentModel(thread, thread, place),
      replies: thread.replies.map((reply) => commentModel(reply, thread, place)),
    })),
    more: counts.comments > shown ? { href: `${link.href}#komentare`, count: counts.comments } : null,
    suggestions: (feedback.suggestions.get(sectionId) ?? []).map((suggestion) => ({
      number: suggestion.number,
      href: localPath(locale, `/navrhy/${suggestion.number}`),
      state: suggestion.state,
      author: suggestion.authorName,
      createdAt: suggestion.createdAt,
    })),
  };
}

function kinLink(section: KinSection, locale: Locale) {
  const { programmeUid, pointSlug, number } = section;
  return {
    href: localPath(locale, sectionPath(programmeUid, pointSlug, number)),
    number,
    title: sectionTitle(section, locale),
    headless: isHeadless(section),
  };
}
