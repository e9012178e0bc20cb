import { commentPath } from '../feedback/comment-address.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { nameShown } from '../web/text/name-shown.js';
import { ownContributionsPath, placeModel } from './own-contributions.page.js';
import type { NewAnswer, NewHiding, OwnNews } from './own-news.service.js';
import type { KnownPlace } from './own-place.js';

/** What the overview is made of. */
export interface AccountContent {
  publicName: string;
  news: OwnNews;
  /** How many votes belong to words that are no longer there, and can be given anew. */
  outdatedVotes: number;
  /** Whether something that was agreed to has to be agreed to anew. */
  textsChanged: boolean;
  /** Roles that wait for an answer. */
  offers: number;
  locale: Locale;
}

/** One thing that happened. */
interface NewsModel {
  at: string;
  kind: 'answer' | 'decision' | 'hidden';
  text: string;
  href: string;
  place: ReturnType<typeof placeModel>;
}

/** Model of pages/my-account. */
export function myAccountPage({
  publicName,
  news,
  outdatedVotes,
  textsChanged,
  offers,
  locale,
}: AccountContent) {
  const { pending, asked, counts } = news;
  const list = localPath(locale, ownContributionsPath);
  return {
    publicName,
    textsChanged,
    offers,
    waiting: pending.map(({ kind, createdAt, expiresAt }) => ({ kind, createdAt, expiresAt })),
    asked: asked.map((suggestion) => ({
      number: suggestion.number,
      href: localPath(locale, `/navrhy/${suggestion.number}`),
      standing: suggestion.standing,
      place: placeModel(suggestion, locale),
    })),
    outdated: outdatedVotes === 0 ? null : { count: outdatedVotes, href: `${list}?co=hlasy-starsi` },
    isQuiet: pending.length + asked.length + outdatedVotes + offers === 0 && !textsChanged,
    news: newsModels(news, locale),
    said: (['suggestions', 'comments', 'votes'] as const).map((kind) => ({
      label: translate(locale, `pages.account.said.${kind}`, { count: counts[kind] }),
      href: `${list}?co=${listed[kind]}`,
    })),
    hasSaid: counts.suggestions + counts.comments + counts.votes > 0,
  };
}

const listed = { suggestions: 'navrhy', comments: 'komentare', votes: 'hlasy' } as const;

/** The newest first. */
function newsModels({ answers, decisions, hidings }: OwnNews, locale: Locale): NewsModel[] {
  const all: NewsModel[] = [
    ...answers.map((answer) => ({
      at: answer.at,
      kind: 'answer' as const,
      text: translate(locale, 'pages.account.news.answer', { name: nameShown(answer.by, locale) }),
      href: commentPath(pageOf(answer, locale), answer.rootNumber ?? answer.toNumber, answer.number),
      place: placeModel(answer, locale),
    })),
    ...decisions.map((decision) => ({
      at: decision.at,
      kind: 'decision' as const,
      text: translate(locale, 'pages.account.news.decision', {
        number: decision.number,
        state: decision.state,
      }),
      href: localPath(locale, `/navrhy/${decision.number}`),
      place: placeModel(decision, locale),
    })),
    ...hidings.map((hiding) => ({
      at: hiding.at,
      kind: 'hidden' as const,
      text: translate(locale, 'pages.account.news.hidden'),
      href: commentPath(pageOf(hiding, locale), hiding.rootNumber ?? hiding.number, hiding.number),
      place: placeModel(hiding, locale),
    })),
  ];
  return all.sort((one, other) => other.at.localeCompare(one.at)).slice(0, 15);
}

/** Where a comment stands: on its section's page, or on that of the suggestion it is about. */
function pageOf(said: KnownPlace & Pick<NewAnswer | NewHiding, 'suggestionNumber'>, locale: Locale): string {
  return said.suggestionNumber === null
    ? placeModel(said, locale).href
    : localPath(locale, `/navrhy/${said.suggestionNumber}`);
}
