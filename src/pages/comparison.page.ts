import { type AlignedSection, alignVersions, changedFields } from '../programme/history.js';
import { rangeOf, sectionPath, versionPath, versionsPath, wordingsPath } from '../programme/paths.js';
import type { PointFields } from '../programme/point-fields.js';
import type { PointInContext } from '../programme/points.service.js';
import { isHeadless, sectionTitle } from '../programme/section-title.js';
import type { VersionEntry, VersionText } from '../programme/versions-reader.service.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { type TextPair, wordingPair } from '../programme/wording/wording.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SuggestedVersion } from './authors.service.js';
import { trail } from './trail.page.js';
import { causeModel, changeTag, sectionLink, toldChange } from './version-entry.page.js';

/** What the comparison of two versions is made of. */
export interface ComparisonContent {
  context: PointInContext;
  before: { entry: VersionEntry; sections: readonly VersionText[] };
  after: { entry: VersionEntry; sections: readonly VersionText[] };
  /** Versions after the earlier one up to the later one, newest first, at most `storyLength`. */
  story: readonly VersionEntry[];
  /** By id of the version. */
  suggestions: ReadonlyMap<string, readonly SuggestedVersion[]>;
  locale: Locale;
}

/** Versions in between that are named on a comparison. */
export const storyLength = 10;

/** Characters that one page compares by words; sections beyond it are compared on a page of their own. */
const comparedAtOnce = 300_000;

/** A changed section or field of a comparison. */
type Block =
  | ReturnType<typeof changedSection>
  | ReturnType<typeof sameSections>
  | ReturnType<typeof fieldBlock>;

/** Model of programme/comparison; makes room for other requests between sections. */
export async function comparisonPage(content: ComparisonContent) {
  const { context, before, after, story, suggestions, locale } = content;
  const { programme, point } = context;
  const versions = versionsPath(programme.uid, point.slug);
  const side = ({ number, createdAt }: VersionEntry) => ({
    number,
    at: createdAt,
    href: localPath(locale, versionPath(programme.uid, point.slug, number)),
  });
  const blocks = await blocksOf(content);
  return {
    trail: trail(locale, programme, point),
    title: (after.entry.fields ?? point).title,
    before: side(before.entry),
    after: side(after.entry),
    versionsHref: localPath(locale, versions),
    story: story.map((entry) => ({
      ...side(entry),
      by: causeModel(entry, suggestions.get(entry.id), locale),
    })),
    between: after.entry.number - before.entry.number,
    moreStory: after.entry.number - before.entry.number > story.length,
    changed: blocks.some(({ same }) => same === null),
    changedSections: blocks.filter(({ number }) => number !== null).length,
    blocks,
  };
}

async function blocksOf(content: ComparisonContent): Promise<Block[]> {
  const { before, after, locale } = content;
  const fields = [before.entry.fields, after.entry.fields] as const;
  const blocks: Block[] = changedFields(...fields).map((field) => fieldBlock(field, fields, locale));
  let same: AlignedSection<VersionText>[] = [];
  let compared = 0;
  for (const aligned of alignVersions(before.sections, after.sections)) {
    if (aligned.change === 'same' && !aligned.reordered) {
      same.push(aligned);
      continue;
    }
    if (same.length > 0) blocks.push(sameSections(same, content));
    same = [];
    compared += (aligned.before?.body.length ?? 0) + (aligned.after?.body.length ?? 0);
    blocks.push(changedSection(aligned, content, compared <= comparedAtOnce));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return same.length > 0 ? [...blocks, sameSections(same, content)] : blocks;
}

const noBlock = {
  only: null,
  id: '',
  number: null,
  href: null,
  title: '',
  headless: true,
  tags: [],
  diff: null,
  apart: null,
  same: null,
};

function fieldBlock(
  field: keyof PointFields,
  [before, after]: readonly [PointFields | null, PointFields | null],
  locale: Locale,
) {
  const texts = { before: before?.[field] ?? '', after: after?.[field] ?? '', headed: false };
  return {
    ...noBlock,
    id: `pole-${field}`,
    title: translate(locale, `programme.history.field.${field}`),
    diff: diffModel(texts, `zmeny-${field}`, locale),
  };
}

/** Sections in which nothing has changed, in one line. */
function sameSections(
  aligned: readonly AlignedSection<VersionText>[],
  { context, locale }: ComparisonContent,
) {
  const place = { programmeUid: context.programme.uid, pointSlug: context.point.slug, locale };
  const sections = aligned.flatMap(({ after }) => (after ? [sectionLink(after, place)] : []));
  return { ...noBlock, same: { count: sections.length, sections } };
}

function changedSection(
  aligned: AlignedSection<VersionText>,
  { context, locale }: ComparisonContent,
  byWords: boolean,
) {
  const { programme, point } = context;
  const section = aligned.after ?? aligned.before;
  const change = toldChange(aligned, point.id);
  const number = section?.number ?? 0;
  const tags = [change, aligned.reordered ? ('reordered' as const) : null];
  const told = [...new Set(tags)].flatMap((tag) => (tag ? [changeTag(tag, locale)] : []));
  return {
    ...noBlock,
    only: aligned.change === 'added' || aligned.change === 'removed' ? aligned.change : null,
    id: `sekce-${number}`,
    number,
    href: localPath(locale, sectionPath(programme.uid, point.slug, number)),
    title: section ? sectionTitle(section, locale) : '',
    headless: section ? isHeadless(section) : true,
    tags: told,
    diff: byWords && change !== 'reordered' ? diffModel(textsOf(aligned), `zmeny-${number}`, locale) : null,
    apart: byWords ? null : wordingsHref(aligned, context, locale),
  };
}

/** The heading stands above already; it is compared where it has changed. */
function textsOf({ before, after }: AlignedSection<VersionText>): TextPair {
  if (before && after && before.heading !== after.heading) return wordingPair(before, after);
  return { before: before?.body ?? '', after: after?.body ?? '', headed: false };
}

function wordingsHref(
  { before, after }: AlignedSection<VersionText>,
  context: PointInContext,
  locale: Locale,
) {
  const section = after ?? before;
  if (!section) return null;
  const path = wordingsPath(context.programme.uid, context.point.slug, section.number);
  const last =
    before && after ? rangeOf(before.revisionNumber, after.revisionNumber) : section.revisionNumber;
  return localPath(locale, `${path}/${last}`);
}
