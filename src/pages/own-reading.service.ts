import { Injectable } from '@nestjs/common';
import { mayEditPoint } from '../accounts/accounts.rules.js';
import { pointPath, rangeOf, sectionPath, versionsPath, wordingsPath } from '../programme/paths.js';
import type { SectionText } from '../programme/points.service.js';
import type { Locale } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import type { Slots } from '../web/views/slots.js';
import type { PointState } from './point-state.service.js';
import { type ChangesSince, SinceVisit } from './since-visit.service.js';
import { changeTag, sectionLink, toldChange } from './version-entry.page.js';

/** Name of the hole at the top of a point for what has changed since its reader was there. */
export const sinceSlot = 'since';

/** Names of the holes of one section for what has changed since its reader was there, and for editing it. */
export function readingSlots({ number }: Pick<SectionText, 'number'>) {
  return { changedSlot: `changed:${number}`, railSlot: `changed-rail:${number}`, editSlot: `edit:${number}` };
}

/** Fills the holes of a point's pages with what its reader has not read yet, and lets those edit who may. */
@Injectable()
export class OwnReading {
  constructor(
    private readonly since: SinceVisit,
    private readonly renderer: Renderer,
  ) {}

  /** For a point's page. At most three queries. */
  async ofPoint(reader: Reader, state: PointState): Promise<Slots> {
    const changes = await this.since.of(reader.viewer, state.point);
    return {
      [sinceSlot]: () => this.band(reader, state, changes),
      ...this.ofSections(reader, state, state.sections, changes),
    };
  }

  /** For the page of one section. At most three queries. */
  async ofSection(reader: Reader, state: PointState, section: SectionText, live: boolean): Promise<Slots> {
    const { changedSlot, editSlot } = readingSlots(section);
    // What the text no longer has neither changes nor can be changed.
    if (!live) return { [changedSlot]: '', [editSlot]: '' };
    return this.ofSections(reader, state, [section], await this.since.of(reader.viewer, state.point));
  }

  private ofSections(
    reader: Reader,
    state: PointState,
    sections: readonly SectionText[],
    changes: ChangesSince | null,
  ): Slots {
    const slots: Slots = {};
    const changed = new Map(changes?.sections.map((one) => [one.after?.sectionId, one]));
    const editable = state.point.archivedAt === null && mayEdit(reader, state);
    for (const section of sections) {
      const { changedSlot, railSlot, editSlot } = readingSlots(section);
      const one = changed.get(section.sectionId);
      slots[changedSlot] = () =>
        one
          ? this.renderer.part(
              reader,
              'components/version-changed',
              changedModel(one, section, state, reader.locale),
            )
          : '';
      slots[railSlot] = () => (one ? this.renderer.part(reader, 'components/version-changed-mark', {}) : '');
      slots[editSlot] = () =>
        editable
          ? this.renderer.part(reader, 'components/version-edit', editModel(section, state, reader.locale))
          : '';
    }
    return slots;
  }

  private band(reader: Reader, state: PointState, changes: ChangesSince | null): string {
    if (!reader.viewer) return '';
    const { programme, point } = state;
    const { locale } = reader;
    return this.renderer.part(reader, 'components/version-since', {
      action: localPath(locale, `${pointPath(programme.uid, point.slug)}/precteno`),
      version: point.versionNumber,
      changes: changes && bandModel(changes, state, locale),
    });
  }
}

function mayEdit({ viewer }: Reader, { point, garants }: PointState): boolean {
  return mayEditPoint(viewer, { id: point.id, garantUids: garants.map(({ uid }) => uid) });
}

function bandModel(changes: ChangesSince, { programme, point }: PointState, locale: Locale) {
  const { version, newest, introChanged } = changes;
  const place = { programmeUid: programme.uid, pointSlug: point.slug, locale };
  const range = `${versionsPath(programme.uid, point.slug)}/${rangeOf(version, newest)}`;
  return {
    version,
    newest,
    introChanged,
    compareHref: localPath(locale, range),
    count: changes.sections.length,
    sections: changes.sections.flatMap((one) => {
      const section = one.after ?? one.before;
      const told = toldChange(one, point.id);
      if (!section || !told) return [];
      const link = sectionLink(section, place);
      // What is still here is a step away on the same page.
      const href = one.after ? `#sekce-${section.number}` : link.href;
      return [{ ...link, href, change: told === 'edited' ? null : changeTag(told, locale) }];
    }),
  };
}

function changedModel(
  one: ChangesSince['sections'][number],
  section: SectionText,
  { programme, point }: PointState,
  locale: Locale,
) {
  const path = wordingsPath(programme.uid, point.slug, section.number);
  const known = one.before?.revisionNumber ?? null;
  return {
    number: section.number,
    isNew: known === null,
    changesHref:
      known === null ? null : localPath(locale, `${path}/${rangeOf(known, section.revisionNumber)}`),
  };
}

function editModel({ number }: SectionText, { programme, point }: PointState, locale: Locale) {
  return { number, href: localPath(locale, `${sectionPath(programme.uid, point.slug, number)}/uprava`) };
}
