import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/**
 * A new version of a point, with everything else that belongs to the change already written; or the point has left the
 * programme or come back to it with its text as it was.
 */
export interface TextChange {
  pointId: string;
  programmeId: string;
  /** The version the change made; null where the text is as it was. */
  versionId: string | null;
  /** The version it takes back; whatever did not know of that one is as before, and nobody need be told. */
  takesBack?: string;
  /** Who imported, accepted or edited; null for the system. */
  actorId: string | null;
}

/** What else belongs to the write in which a text changes. */
export type WithTextChange = (manager: EntityManager, change: TextChange) => Promise<void>;

/** Tells later modules of every change of a text, within the same write. */
@Injectable()
export class TextChanges {
  private readonly listeners: WithTextChange[] = [];

  /** Registers what else belongs to every change. */
  alsoWith(listener: WithTextChange): void {
    this.listeners.push(listener);
  }

  /** To be called by whoever made a version, once sections have moved, merged and been archived as they shall be. */
  async announce(manager: EntityManager, change: TextChange): Promise<void> {
    for (const listener of this.listeners) await listener(manager, change);
  }
}
