import './theme-toggle.js';
import './suggest-diff.js';
import './queue-keys.js';
import './own-drafts.js';
import './read-mark.js';
import './job-progress.js';
import './passkey-form.js';
import { countCharacters } from './count.js';
import { keepDrafts } from './draft.js';
import { enhanceForms } from './enhance.js';
import { followSections } from './rail.js';
import { announce } from './status.js';

enhanceForms();
countCharacters();
keepDrafts();
followSections();

// A message that came with the page is not read out by itself.
announce(document.querySelector('.flashes .notice')?.textContent);

// A refused form opens with what is wrong in focus.
document.querySelector('[data-focus]')?.focus();
