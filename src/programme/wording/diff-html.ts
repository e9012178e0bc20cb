import type { DiffPart } from './diff.js';

/** Words read aloud around a change, in the reader's language: "vloženo" … "konec vložení". */
export interface DiffLabels {
  readonly inserted: string;
  readonly insertedEnd: string;
  readonly deleted: string;
  readonly deletedEnd: string;
}

/** A part of a diff with a remark to be shown after it, such as whose change it is. */
export interface NotedPart extends DiffPart {
  readonly note?: string;
}

/** All changes marked, or only the new wording, or only the original one. */
export type DiffView = 'changes' | 'new' | 'original';

/** Paragraphs of one diff; what comes after them is told apart by lines. */
const mostParagraphs = 2_000;

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
  parts: readonly NotedPart[],
  labels: DiffLabels,
  view: DiffView = 'changes',
  headed = false,
): string {
  const paragraphs = [''];
  for (const part of parts.filter(({ kind }) => kind !== hidden[view])) {
    const marked = view === 'changes' && part.kind !== 'same';
    const pieces = piecesOf(part.text, { marked, endsHeading: headed && paragraphs.length === 1 });
    const opens = pieces.findIndex((piece) => piece !== '');
    const closes = pieces.findLastIndex((piece) => piece !== '');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) breakAfter(paragraphs);
      const aloud = { opens: index === opens, closes: index === closes, note: part.note };
      paragraphs[paragraphs.length - 1] += marked
        ? change(part.kind, piece, labels, aloud)
        : escapeLines(piece);
    }
  }
  return paragraphs
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph, index) => `<p${headed && index === 0 ? ' class="diff-heading"' : ''}>${paragraph}</p>`)
    .join('\n');
}

/** A stretch by paragraphs; those that a change ends show it with a pilcrow. */
function piecesOf(
  text: string,
  { marked, endsHeading }: { marked: boolean; endsHeading: boolean },
): string[] {
  const pieces = text.split(/\n[^\S\n]*\n\s*/);
  return pieces.map((piece, index) => {
    const isEnded = marked && index < pieces.length - 1 && !(endsHeading && index === 0);
    return isEnded ? `${piece}¶` : piece;
  });
}

/** Paragraphs beyond any that are read would make a page that no browser opens. */
function breakAfter(paragraphs: string[]): void {
  if (paragraphs.length < mostParagraphs) paragraphs.push('');
  else paragraphs[paragraphs.length - 1] += '<br>';
}

/** A change over several paragraphs is announced where it begins and where it ends, not with each of them. */
function change(
  kind: DiffPart['kind'],
  text: string,
  labels: DiffLabels,
  { opens, closes, note }: { opens: boolean; closes: boolean; note?: string | undefined },
): string {
  if (text === '') return '';
  const inner = kind === 'inserted' ? labels.inserted : labels.deleted;
  const end = kind === 'inserted' ? labels.insertedEnd : labels.deletedEnd;
  const tag = kind === 'inserted' ? 'ins' : 'del';
  const before = opens ? aside(`${inner} `) : '';
  const after = closes ? aside(` ${end} `) : '';
  const remark = closes && note ? `<span class="diff-note">${escapeText(note)}</span>` : '';
  return `<${tag}>${before}${escapeLines(text)}${after}</${tag}>${remark}`;
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
