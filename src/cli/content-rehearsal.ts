import type { FeedbackTouched } from '../imports/feedback-touched.js';
import { isSettings } from '../programme/content/tree.js';
import type { SectionFate } from '../programme/import/fates.js';
import type { ImportPlan } from '../programme/import/planner.service.js';
import type { PlannedFile } from '../programme/import/tree-plan.js';
import { diagnosticMessage, type Messages } from './content-messages.js';

/** What an import would do, and what people said about the sections by their ids. */
export interface Rehearsal {
  plan: ImportPlan;
  touched: ReadonlyMap<string, FeedbackTouched>;
  messages: Messages;
}

const silence: FeedbackTouched = { comments: 0, votes: 0, suggestions: 0 };

/** One line for each remark and file, one for each section that does not stay as it is. */
export function rehearsalText({ plan, touched, messages }: Rehearsal): string {
  return plan.files
    .filter(
      ({ path, outcome, diagnostics }) =>
        !isSettings(path) || outcome !== 'unchanged' || diagnostics.length > 0,
    )
    .flatMap((file) => [
      ...file.diagnostics.map(
        (found) => `${file.path}:${found.line}: ${diagnosticMessage(found, messages)} [${found.code}]`,
      ),
      fileLine(file, messages),
      ...file.summary.sections
        .filter(isTold)
        .map((fate) => `  ${sectionLine(fate, file, { plan, touched, messages })}`),
    ])
    .join('\n');
}

/** The same for programs; sections that stay as they are too. */
export function rehearsalJson({ plan, touched, messages }: Rehearsal) {
  return {
    files: plan.files.map(({ path, outcome, diagnostics, known, summary }) => ({
      path,
      outcome,
      pointId: known?.id ?? null,
      formerPath: summary.formerPath,
      fieldsChanged: summary.fieldsChanged,
      sections: summary.sections.map((fate) => ({ ...fate, ...saidOn(fate, touched) })),
      diagnostics: diagnostics.map((found) => ({
        code: found.code,
        severity: found.severity,
        line: found.line,
        message: diagnosticMessage(found, messages),
      })),
    })),
  };
}

function isTold({ kind, reordered, returns, clash }: SectionFate): boolean {
  return kind !== 'unchanged' || reordered || returns || clash !== null;
}

function fileLine({ path, outcome, summary }: PlannedFile, messages: Messages): string {
  const { formerPath, fieldsChanged } = summary;
  const name = formerPath ? messages('content.import.renamed', { path, former: formerPath }) : path;
  const fields = fieldsChanged.length
    ? `; ${messages('content.import.fields', { fields: fieldsChanged.join(', ') })}`
    : '';
  return `${messages(`content.import.${outcome}`)} ${name}${fields}`;
}

function sectionLine(fate: SectionFate, file: PlannedFile, rehearsal: Rehearsal): string {
  const { messages } = rehearsal;
  const number = fate.number === null ? '+' : String(fate.number);
  const heading = headingOf(fate, file);
  const parts = [fateText(fate, file, rehearsal), ...marks(fate, messages), ...consequences(fate, rehearsal)];
  return `${number} ${heading ? `„${heading}“ ` : ''}${parts.join('; ')}`;
}

/** As the file has it; of a section that the file does not have, as it is today. */
function headingOf({ incoming, sectionId }: SectionFate, { content, known }: PlannedFile): string | null {
  if (incoming !== null) return content?.sections[incoming]?.heading ?? null;
  return known?.text?.current.find((section) => section.sectionId === sectionId)?.heading ?? null;
}

function fateText(fate: SectionFate, { content }: PlannedFile, { plan, messages }: Rehearsal): string {
  const { kind, from, into } = fate;
  if (kind === 'moved' && into) return messages('content.fate.movedAway', { path: into.path });
  if (kind === 'moved') {
    const origin = plan.files.find(({ known }) => known?.id === from?.pointId);
    return messages('content.fate.moved', {
      point: origin?.known?.title ?? '',
      number: from?.number ?? 0,
    });
  }
  if (kind === 'split') return messages('content.fate.split', { number: from?.number ?? 0 });
  if (kind === 'merged') {
    const heading = content?.sections[into?.incoming ?? -1]?.heading ?? '';
    return messages('content.fate.merged', { heading });
  }
  return messages(`content.fate.${kind}`);
}

function marks({ minor, returns, reordered, clash }: SectionFate, messages: Messages): string[] {
  return [
    ...(minor ? [messages('content.fate.minor')] : []),
    ...(returns ? [messages('content.fate.returns')] : []),
    ...(reordered ? [messages('content.fate.reordered')] : []),
    ...(clash === 'merged' ? [messages('content.fate.mergedWords')] : []),
    ...(clash === 'overwritten' ? [messages('content.fate.overwritten')] : []),
  ];
}

/** What people said about the section, and what becomes of it where that is not plain from its fate. */
function consequences(fate: SectionFate, { touched, messages }: Rehearsal): string[] {
  const said = saidOn(fate, touched);
  const isReworded = fate.kind === 'edited' || (fate.kind === 'moved' && fate.incoming !== null);
  const isGone = fate.kind === 'archived' || fate.kind === 'merged';
  return [
    ...(['comments', 'votes', 'suggestions'] as const).flatMap((what) =>
      said[what] > 0 ? [messages(`content.touched.${what}`, { count: said[what] })] : [],
    ),
    ...(said.votes > 0 && fate.kind === 'edited' && !fate.minor ? [messages('content.fate.votesOlder')] : []),
    ...(said.suggestions > 0 && isReworded ? [messages('content.fate.suggestionsRebased')] : []),
    ...(said.suggestions > 0 && isGone ? [messages('content.fate.suggestionsStranded')] : []),
  ];
}

function saidOn({ sectionId }: SectionFate, touched: Rehearsal['touched']): FeedbackTouched {
  return touched.get(sectionId ?? '') ?? silence;
}
