import type { ActionModel } from './action-form.page.js';

/** The item that is open on the desk; view model of `current` in `moderation/queue`. */
export interface ItemModel {
  kind: 'comment' | 'suggestion';
  heading: string;
  publicHref: string;
  pointTitle: string;
  sectionNumber: number;
  sectionTitle: string;
  sectionHref: string;
  sectionHtml: string;
  /** A sentence about the wording shown: that it is an older one, or the last one of a section that is gone. */
  sectionNote: string | null;
  parent: object | null;
  comment: object | null;
  suggestion: object | null;
  /** What the text would become, where it differs from what was suggested. */
  diff: object | null;
  /** How the text has changed since the comment, or since a suggestion that it collides with. */
  meanwhile: object | null;
  /** Warning above the forms. */
  warning: string | null;
  /** What was decided: of a comment; a suggestion's card has its own. */
  decision: object | null;
  /** Who dealt with a comment and when, or who decides about a suggestion where the reader does not; a sentence. */
  handled: string | null;
  accept: ActionModel | null;
  edit: ActionModel | null;
  decline: ActionModel | null;
  reopen: ActionModel | null;
  /** Address that takes a suggestion under consideration. */
  consider: string | null;
  /** Where a suggestion is merged with the text it clashes with. */
  mergeHref: string | null;
  /** Where it is weighed against others on its section, and where several are accepted together. */
  others: { boardHref: string; togetherHref: string | null } | null;
  /** Model of `components/suggestion-history`. */
  history: object[] | null;
  answer: ActionModel | null;
  hide: ActionModel | null;
  restore: ActionModel | null;
  settle: { action: string; standing: string } | null;
  skipHref: string | null;
}
