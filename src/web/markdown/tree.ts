/** An element of a fragment; `attributes` is the source between the name and the closing bracket. */
export interface Element {
  readonly tag: string;
  readonly attributes: string;
  children: Node[];
}

/** An element, or text that is already escaped. */
export type Node = Element | string;

const voidTags = new Set(['br', 'hr', 'img']);
const piece = /<(\/?)([a-z][a-z0-9]*)([^<>]*?)\/?>|[^<]+|</g;

/** Reads well-formed HTML as sanitize-html writes it: balanced, attributes quoted and escaped. Linear in time. */
export function readTree(html: string): Node[] {
  const root: Element = { tag: '', attributes: '', children: [] };
  const open = [root];
  for (const [source, closing, tag, attributes = ''] of html.matchAll(piece)) {
    const parent = open.at(-1) ?? root;
    if (tag === undefined) parent.children.push(source === '<' ? '&lt;' : source);
    else if (closing === '') begin(open, { tag, attributes: attributes.trim(), children: [] });
    else if (open.length > 1) open.pop();
  }
  return root.children;
}

function begin(open: Element[], element: Element): void {
  open.at(-1)?.children.push(element);
  if (!voidTags.has(element.tag)) open.push(element);
}

/** Writes a tree as HTML, without white space at the ends of lines except in preformatted text. */
export function writeTree(nodes: readonly Node[], preformatted = false): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return preformatted ? node : trimLines(node);
      const start = node.attributes === '' ? `<${node.tag}>` : `<${node.tag} ${node.attributes}>`;
      if (voidTags.has(node.tag)) return start;
      return `${start}${writeTree(node.children, preformatted || node.tag === 'pre')}</${node.tag}>`;
    })
    .join('');
}

function trimLines(text: string): string {
  const lines = text.split('\n');
  return lines.map((line, index) => (index < lines.length - 1 ? line.trimEnd() : line)).join('\n');
}
