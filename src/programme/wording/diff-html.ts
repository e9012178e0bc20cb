import type { DiffPart } from './diff.js';

/** Words read aloud around a change, in the reader's language: "vloženo" … "konec vložení". */
export interface DiffLabels {
  readonly inserted: string;
  readonly insertedEnd: string;
  readonly deleted: string;
  readonly deletedEnd: string;
}

/** All changes marked, or only the new wording, or only the original one. */
export type DiffView = 'changes' | 'new' | 'original';

const hidden: Record<DiffView, DiffPart['kind'] | null> = {
  changes: null,
  new: 'deleted',
  original: 'inserted',
};
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Renders a word diff as safe HTML: paragraphs with `<br>`, changes in `<ins>` and `<del>` with words for screen
 * readers in `span.visually-hidden`. An added or removed paragraph break is shown as a pilcrow.
 * With `headed`, the first paragraph is the section's heading and looks like one.
 */
export function diffHtml(
  parts: readonly DiffPart[],
  labels: DiffLabels,
  view: DiffView = 'changes',
  headed = false,
): string {
  const paragraphs = [''];
  for (const part of parts.filter(({ kind }) => kind !== hidden[view])) {
    const pieces = part.text.split(/\n[^\S\n]*\n\s*/);
    for (const [index, piece] of pieces.entries()) {
      const marked = view === 'changes' && part.kind !== 'same';
      const endsHeading = headed && paragraphs.length === 1;
      const text = marked && !endsHeading && index < pieces.length - 1 ? `${piece}¶` : piece;
      paragraphs[paragraphs.length - 1] += marked ? change(part.kind, text, labels) : escapeLines(text);
      if (index < pieces.length - 1) paragraphs.push('');
    }
  }
  return paragraphs
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph, index) => `<p${headed && index === 0 ? ' class="diff-heading"' : ''}>${paragraph}</p>`)
    .join('\n');
}

function change(kind: DiffPart['kind'], text: string, labels: DiffLabels): string {
  if (text === '') return '';
  const inner = kind === 'inserted' ? labels.inserted : labels.deleted;
  const end = kind === 'inserted' ? labels.insertedEnd : labels.deletedEnd;
  const tag = kind === 'inserted' ? 'ins' : 'del';
  return `<${tag}>${aside(`${inner} `)}${escapeLines(text)}${aside(` ${end} `)}</${tag}>`;
}

function aside(words: string): string {
  return `<span class="visually-hidden">${escapeText(words)}</span>`;
}

function escapeLines(text: string): string {
  return escapeText(text).replaceAll('\n', '<br>');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
