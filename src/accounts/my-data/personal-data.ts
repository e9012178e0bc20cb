import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ErasureChoice } from './erasure.entity.js';

/** JSON, as it stands in the export. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What one module knows about people: how it is given out to them, and how it goes. */
export interface PersonalPart {
  /** Everything of one account, under names that its owner understands. Reads only. */
  export(manager: EntityManager, accountId: string): Promise<{ [name: string]: Json }>;
  /**
   * Erases within a write. `keep`: words stay and nothing tells whose they were; `remove`: they go as well.
   * Called once; what others refer to stays as an empty place.
   */
  erase(manager: EntityManager, accountId: string, choice: ErasureChoice): Promise<void>;
}

/** In the order of the modules; Nest does not tell them in it. */
const order = ['accounts', 'programme', 'feedback', 'suggestions', 'moderation'];

/** The parts by name; each module that knows anything about people registers its own. */
@Injectable()
export class PersonalData {
  private readonly parts = new Map<string, PersonalPart>();

  /** Called once per module, in `onModuleInit`. */
  register(name: string, part: PersonalPart): void {
    if (!order.includes(name)) throw new Error(`Say where ${name} belongs`);
    if (this.parts.has(name)) throw new Error(`There is a part ${name} already`);
    this.parts.set(name, part);
  }

  /** In the order of the modules. */
  all(): [name: string, part: PersonalPart][] {
    return [...this.parts].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  }
}
