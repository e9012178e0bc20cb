import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayEditPoint } from '../accounts/accounts.rules.js';
import { ActivityLog } from '../activity/activity-log.service.js';
import { pointGone } from '../feedback/section-place.js';
import type { PointVersion } from '../programme/point-version.entity.js';
import { Points, type SectionText } from '../programme/points.service.js';
import { TextChanges } from '../programme/text-changes.service.js';
import { Versions } from '../programme/versions.service.js';
import { isMinor } from '../programme/wording/minor.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { found, notFound, Refusal } from '../web/refusal.js';
import type { Viewer } from '../web/viewer.js';
import { placesAfter } from './next-version.js';
import { refusingUnwritable } from './unwritable.js';

/** Another wording of a section, by somebody who may change the text itself. */
export interface Editing {
  sectionId: string;
  /** The wording it was written on. */
  revisionId: string;
  wording: SourceWording;
  /** What changed and why; everybody can read it. */
  note: string;
  /** A correction of typography, after which votes stay current. */
  minor: boolean;
  viewer: Viewer;
}

/** Why an edit has to be looked at again: the section has another wording by now. */
export class EditedMeanwhile extends Refusal {
  constructor() {
    super(409, 'suggestions.refusal.editedMeanwhile');
  }
}

/** Changes of the text in place: each a version with a note, recorded in the same write. */
@Injectable()
export class Edits {
  constructor(
    private readonly points: Points,
    private readonly versions: Versions,
    private readonly activityLog: ActivityLog,
    private readonly changes: TextChanges,
  ) {}

  /**
   * Makes a section's wording the point's next version.
   * @throws Refusal 404 when the text has no such section or the point is not the viewer's; 409 when the programme no
   *   longer has the point, nothing would change, the file could not hold the text, or a change said to be minor is
   *   not; EditedMeanwhile.
   */
  async edit(manager: EntityManager, editing: Editing): Promise<PointVersion> {
    const { sectionId, revisionId, wording, viewer } = editing;
    const { programme, point, garants, section } = found(await this.points.sectionById(sectionId, manager));
    if (!mayEditPoint(viewer, { id: point.id, garantUids: garants.map(({ uid }) => uid) })) throw notFound();
    if (point.archivedAt !== null) throw pointGone();
    if (section.revisionId !== revisionId) throw new EditedMeanwhile();
    const proposal = { kind: 'reword' as const, ...wording };
    const sections = await this.points.sections(point, manager);
    const places = placesAfter({ sectionId, proposal, base: section, edited: wording }, sections);
    const minor = isVouchedMinor(editing, section);
    const version = await refusingUnwritable(
      this.versions.add(
        manager,
        point,
        places.map((place) => ('keep' in place || place.section !== sectionId ? place : { ...place, minor })),
        { cause: 'edit', actorId: viewer.accountId, authorId: null, note: editing.note },
      ),
    );
    await this.activityLog.record(manager, {
      actorId: viewer.accountId,
      verb: 'point.edited',
      subjectType: 'section',
      subjectId: sectionId,
      programmeId: programme.id,
      pointId: point.id,
      data: { version: version.number, minor },
    });
    await this.changes.announce(manager, {
      pointId: point.id,
      programmeId: programme.id,
      versionId: version.id,
      actorId: viewer.accountId,
    });
    return version;
  }
}

function isVouchedMinor({ minor, wording }: Editing, section: SectionText): boolean {
  if (minor && !isMinor(section, wording)) throw new Refusal(409, 'suggestions.problem.notMinor');
  return minor;
}
