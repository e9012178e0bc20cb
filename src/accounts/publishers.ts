import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Locale } from '../web/i18n/messages.js';

/** What a page says will be published. */
export interface Description {
  title: string;
  /** Words of the contribution, plain text; null when there are none, as with a vote. */
  text: string | null;
  /** Where it belongs, without language. */
  path: string;
}

/** Publishes contributions of one kind; registered by the module they belong to. */
export interface Publisher {
  /** What the confirmation page says will be published. Null when it no longer can be: the thing is gone. */
  describe(payload: string, locale: Locale): Promise<Description | null>;
  /**
   * Publishes within the given write. Returns the path to show afterwards, with an anchor.
   * @throws Refusal when it is not possible any more: closed, gone, said already.
   */
  publish(manager: EntityManager, payload: string, accountId: string): Promise<{ path: string }>;
}

/** The publishers by kind. */
@Injectable()
export class Publishers {
  private readonly byKind = new Map<string, Publisher>();

  register(kind: string, publisher: Publisher): void {
    if (this.byKind.has(kind)) throw new Error(`There is a publisher of ${kind} already`);
    this.byKind.set(kind, publisher);
  }

  /** @throws Error when nobody publishes that kind: a programming error. */
  of(kind: string): Publisher {
    const publisher = this.byKind.get(kind);
    if (!publisher) throw new Error(`Nobody publishes ${kind}`);
    return publisher;
  }
}
