import sanitizeHtml from 'sanitize-html';
import { allowedAttributes, allowedSchemes, allowedTags } from './allow-list.js';
import type { Definitions } from './definitions.js';
import { isTooDeep, maxSourceLength, programmeParser } from './parsers.js';
import { plainParagraphs } from './plain.js';
import { tidyHtml } from './tidy.js';

export interface ProgrammeMarkdownOptions {
  /** Level of the outermost heading within the text, 2 to 6; deeper ones follow without a gap. Default 3. */
  readonly headingBase?: number;
  /** Absolute address against which relative links are resolved; without it they are shown as text. */
  readonly linkBase?: string | null;
  /** Reference-link definitions from other sections of the point (see `readDefinitions`). */
  readonly definitions?: Definitions;
  /** Gives our own address of an image, or null to show a link instead; by default no image is shown. */
  readonly image?: (address: string) => string | null;
}

/** A section with more tags than this is no text for people. */
const maxTags = 4_000;

type Attributes = Record<string, string>;

/**
 * Renders programme text as safe HTML that fits under a section's heading. HTML in it is kept within the allow-list;
 * no script, style, event handler or class survives, and no image of another host is loaded: it becomes a link.
 * Liquid tags are shown as text. Too long or too deep a text is shown as it was written.
 */
export function renderProgrammeMarkdown(source: string, options: ProgrammeMarkdownOptions = {}): string {
  if (isTooMuch(source)) return plainParagraphs(source);
  const env = { references: { ...options.definitions } };
  const tokens = programmeParser.parse(source, env);
  if (isTooDeep(tokens)) return plainParagraphs(source);
  const html = programmeParser.renderer.render(tokens, programmeParser.options, env);
  return tidyHtml(sanitize(html, options));
}

/** The time that sanitising takes grows faster than the number of tags. */
function isTooMuch(source: string): boolean {
  return source.length > maxSourceLength || source.split('<').length > maxTags;
}

function sanitize(html: string, options: ProgrammeMarkdownOptions): string {
  const level = headingLevels(options.headingBase ?? 3);
  const heading = (tagName: string, attribs: Attributes) => ({ tagName: level(tagName), attribs });
  return sanitizeHtml(html, {
    allowedTags: [...allowedTags],
    allowedAttributes: { ...allowedAttributes },
    allowedSchemes: [...allowedSchemes],
    allowProtocolRelative: false,
    nestingLimit: 60,
    transformTags: {
      h1: heading,
      h2: heading,
      h3: heading,
      h4: heading,
      h5: heading,
      h6: heading,
      a: (tagName, attribs) => ({ tagName, attribs: linkTo(attribs.href, options.linkBase) }),
      img: (_, attribs) => showImage(attribs, options),
      th: (tagName, attribs) => ({ tagName, attribs: { scope: 'col', ...attribs } }),
    },
  });
}

/** Maps headings to levels so that the outline has no gaps, whatever levels the author used. */
function headingLevels(base: number): (tagName: string) => string {
  const open: number[] = [];
  return (tagName) => {
    const written = Number(tagName.slice(1));
    while ((open.at(-1) ?? 0) >= written) open.pop();
    open.push(written);
    return `h${Math.min(6, base + open.length - 1)}`;
  };
}

function linkTo(href: string | undefined, base: string | null | undefined): Attributes {
  const address = href === undefined ? null : resolveAddress(href, base);
  return address === null ? {} : { href: address };
}

/** An absolute address, or null for one that leads nowhere: relative without a base, of Liquid, malformed. */
function resolveAddress(address: string, base: string | null | undefined): string | null {
  const written = address.trim();
  if (written === '' || written.startsWith('#') || /\{\{|\{%|%7b(?:%7b|%25)/i.test(written)) return null;
  if (!base && !/^[a-z][a-z0-9+.-]*:/i.test(written)) return null;
  try {
    return new URL(written, base ?? undefined).href;
  } catch {
    return null;
  }
}

function showImage(attributes: Attributes, options: ProgrammeMarkdownOptions): sanitizeHtml.Tag {
  const written = attributes.src?.trim() ?? '';
  const alt = attributes.alt ?? '';
  const own = written === '' ? null : (options.image?.(written) ?? null);
  if (own !== null) return { tagName: 'img', attribs: { src: own, alt } };
  const address = resolveAddress(written, options.linkBase);
  const text = alt.trim() || fileName(written);
  return address === null
    ? { tagName: 'span', attribs: {}, text }
    : { tagName: 'a', attribs: { href: address }, text };
}

function fileName(address: string): string {
  return address.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '';
}
