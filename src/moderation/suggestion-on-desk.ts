import type { SectionText } from '../programme/points.service.js';
import type { Story } from '../suggestions/suggestion-story.service.js';
import type { SuggestionInPlace } from '../suggestions/suggestions.service.js';

/** A suggestion with everything around it. */
export interface SuggestionOnDesk extends SuggestionInPlace {
  /** The section in the newest version; null when the text no longer has it. */
  current: SectionText | null;
  mayManage: boolean;
  /** How many comments it has. */
  comments: number;
  story: Story;
}
