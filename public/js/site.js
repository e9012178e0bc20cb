import './theme-toggle.js';
import './suggest-diff.js';
import './queue-keys.js';
import { countCharacters } from './count.js';
import { keepDrafts } from './draft.js';
import { enhanceForms } from './enhance.js';
import { followSections } from './rail.js';

enhanceForms();
countCharacters();
keepDrafts();
followSections();

// A refused form opens with what is wrong in focus.
document.querySelector('[data-focus]')?.focus();
