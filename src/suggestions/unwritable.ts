import type { ExportedSection } from '../programme/export/export-source.js';
import { NotWritable } from '../programme/export/not-writable.js';
import { importedSource, type WriteProblem, writeBack } from '../programme/export/write-back.js';
import type { Point } from '../programme/point.entity.js';
import type { SectionText } from '../programme/points.service.js';
import type { VersionPlace } from '../programme/versions.service.js';
import type { SourceWording } from '../programme/wording/wording.js';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, type MessageParams, translate } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import { placesAfter } from './next-version.js';
import type { Proposal } from './proposal.js';

/** Runs `work`; a text that cannot be written back becomes a refusal (409) with its reason. */
export async function refusingUnwritable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NotWritable)) throw error;
    throw new Refusal(409, 'suggestions.problem.notWritable', paramsOf(error.problem));
  }
}

/**
 * What keeps a proposal that has no other fault from being written into the point's file, beside the field that could
 * mend it; nothing where it can be written.
 */
export function unwritable(
  point: Point,
  sections: readonly SectionText[],
  about: { section: SectionText; proposal: Proposal },
  locale: Locale,
): FieldErrors {
  const imported = importedSource(point);
  const { section, proposal } = about;
  if (!imported) return {};
  const places = placesAfter(
    { sectionId: section.sectionId, proposal, base: section, edited: proposal, confirmed: true },
    sections,
  );
  const written = writeBack(imported, textsOf(places, sections));
  if (!('problem' in written) || 'problem' in writeBack(imported, sections)) return {};
  const { problem } = written;
  const field = fieldOf(problem, proposal);
  const params = field === 'kind' ? { ...paramsOf(problem), code: 'removal' } : paramsOf(problem);
  return { [field]: translate(locale, 'suggestions.problem.notWritable', params) };
}

function textsOf(places: readonly VersionPlace[], sections: readonly SectionText[]): ExportedSection[] {
  return places.flatMap((place) => {
    if (!('keep' in place)) return [{ sectionId: place.section, ...place.wording }];
    const kept = sections.find(({ revisionId }) => revisionId === place.keep);
    return kept ? [kept] : [];
  });
}

function fieldOf({ code }: WriteProblem, { kind }: Proposal): keyof SourceWording | 'kind' {
  if (kind === 'remove') return 'kind';
  return code === 'headingForm' ? 'heading' : 'body';
}

function paramsOf(problem: WriteProblem): MessageParams {
  const better = 'better' in problem ? problem.better : null;
  return {
    code: problem.code === 'heading' && better === null ? 'anyHeading' : problem.code,
    words: 'words' in problem ? problem.words : '',
    better,
  };
}
