import { type Element, type Node, readTree, writeTree } from './tree.js';

const blocks = new Set([
  ...['p', 'div', 'hr', 'blockquote', 'pre', 'figure', 'figcaption', 'ul', 'ol', 'li', 'dl', 'dt', 'dd'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
]);
const headings = /^h[1-6]$/;
const runningText = /^(?:p|pre|h[1-6])$/;
const rowGroups = ['thead', 'tbody', 'tfoot'];

/** What a container may hold, and into which of these anything else is put. */
const containers: Readonly<Record<string, { readonly holds: readonly string[]; readonly fallback: string }>> =
  {
    ul: { holds: ['li'], fallback: 'li' },
    ol: { holds: ['li'], fallback: 'li' },
    dl: { holds: ['dt', 'dd'], fallback: 'dd' },
    table: { holds: ['caption', ...rowGroups, 'tr'], fallback: 'caption' },
    thead: { holds: ['tr'], fallback: 'tr' },
    tbody: { holds: ['tr'], fallback: 'tr' },
    tfoot: { holds: ['tr'], fallback: 'tr' },
    tr: { holds: ['td', 'th'], fallback: 'td' },
  };
const parts = new Set([...Object.values(containers).flatMap(({ holds }) => holds), 'figcaption']);

/**
 * Makes sanitised HTML valid: items stand in lists, cells in rows, blocks outside paragraphs, no link in a link and
 * no empty heading. Nothing that can be read is lost; text on its own becomes a paragraph.
 */
export function tidyHtml(html: string): string {
  return writeTree(
    paragraphs(readTree(html).flatMap((node) => tidy(node, { parent: '', link: false, term: false }))),
  );
}

interface Place {
  readonly parent: string;
  /** Within a link. */
  readonly link: boolean;
  /** Within a term or a header cell, which may not hold headings. */
  readonly term: boolean;
}

function tidy(node: Node, place: Place): Node[] {
  if (typeof node === 'string') return [node];
  const { tag } = node;
  const within = {
    parent: tag,
    link: place.link || tag === 'a',
    term: place.term || tag === 'dt' || tag === 'th',
  };
  const element = { ...node, children: node.children.flatMap((child) => tidy(child, within)) };
  if (parts.has(tag) && !mayHold(place.parent, tag)) return loose(element);
  if (containers[tag]) return fill(element);
  if (tag === 'a' && place.link) return element.children;
  if (headings.test(tag) && (place.term || element.children.every(isBlank))) return element.children;
  return runningText.test(tag) || !blocks.has(tag) ? phrasing(element) : [element];
}

function mayHold(parent: string, tag: string): boolean {
  return parent === 'figure' ? tag === 'figcaption' : (containers[parent]?.holds.includes(tag) ?? false);
}

/** A part without its whole: a list item gets a list of its own, of others only the content stays. */
function loose(part: Element): Node[] {
  return part.tag === 'li' ? [{ tag: 'ul', attributes: '', children: [part] }] : paragraphs(part.children);
}

/** Puts what a container may not hold into its last fitting part; what comes before any part goes before it. */
function fill(container: Element): Node[] {
  const { holds, fallback } = containers[container.tag] ?? { holds: [], fallback: '' };
  const before: Node[] = [];
  const kept: Node[] = [];
  const fitting = () => kept.findLast((child) => isElement(child) && child.tag === fallback);
  for (const child of container.children) {
    if (isElement(child) && holds.includes(child.tag)) kept.push(child);
    else if (isBlank(child)) kept.push('\n');
    else (childrenOf(fitting()) ?? before).push(child);
  }
  return kept.some(isElement) ? [...before, { ...container, children: joinBreaks(kept) }] : before;
}

function childrenOf(node: Node | undefined): Node[] | undefined {
  return isElement(node) ? node.children : undefined;
}

function joinBreaks(nodes: readonly Node[]): Node[] {
  return nodes.filter((node, index) => node !== '\n' || nodes[index - 1] !== '\n');
}

/** An element for running text: where it holds blocks, they come out and the text around them keeps the element. */
function phrasing(element: Element): Node[] {
  if (!element.children.some(isBlock)) return [element];
  const out: Node[] = [];
  let open: Element | null = null;
  for (const child of element.children) {
    if (isElement(child) && isBlock(child)) {
      open = null;
      out.push(carry(element, child));
    } else if (open) open.children.push(child);
    else if (!isBlank(child)) {
      open = { ...element, children: [child] };
      out.push(open);
    }
  }
  return out;
}

/** A link or emphasis around a paragraph moves into it. */
function carry(element: Element, block: Element): Node {
  const movable = !blocks.has(element.tag) && block.children.length > 0 && !block.children.some(isBlock);
  return movable ? { ...block, children: [{ ...element, children: block.children }] } : block;
}

/** Wraps text that stands between blocks in paragraphs. */
function paragraphs(nodes: readonly Node[]): Node[] {
  const out: Node[] = [];
  let open: Element | null = null;
  for (const node of nodes) {
    if (isBlock(node)) {
      open = null;
      out.push(node);
    } else if (open) open.children.push(node);
    else if (isBlank(node)) out.push(isElement(node) ? '' : node);
    else {
      open = { tag: 'p', attributes: '', children: [node] };
      out.push(open);
    }
  }
  return out;
}

function isBlock(node: Node): boolean {
  return isElement(node) && blocks.has(node.tag);
}

function isElement(node: Node | undefined): node is Element {
  return typeof node === 'object';
}

function isBlank(node: Node): boolean {
  return isElement(node) ? node.tag === 'br' : node.trim() === '';
}
