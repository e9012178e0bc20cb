import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { everyRow, rowsAtOnce } from '../accounts/my-data/every-row.js';
import { type Json, PersonalData, type PersonalPart } from '../accounts/my-data/personal-data.js';
import { Comment } from '../feedback/comment.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';
import { Decision } from './decision.entity.js';

interface Decided {
  number: number;
  kind: string;
  ground: string | null;
  facts: string;
  onNotice: boolean;
  automated: boolean;
  at: string;
}

/** Decisions about what somebody said, and those they made in an office. */
@Injectable()
export class ModerationPersonal implements PersonalPart, OnModuleInit {
  constructor(private readonly personalData: PersonalData) {}

  onModuleInit(): void {
    this.personalData.register('moderation', this);
  }

  async export(manager: EntityManager, accountId: string): Promise<{ [name: string]: Json }> {
    const about = await everyRow<Decided>((after) =>
      decisions(manager, after)
        .leftJoin(Comment, 'comment', 'comment.id = decision.commentId')
        .leftJoin(Suggestion, 'suggestion', 'suggestion.id = decision.suggestionId')
        .andWhere('(comment.authorId = :accountId OR suggestion.authorId = :accountId)', { accountId })
        .getRawMany<Decided>(),
    );
    const made = await everyRow<Decided>((after) =>
      decisions(manager, after)
        .andWhere('decision.decidedById = :accountId', { accountId })
        .getRawMany<Decided>(),
    );
    return { decisionsAboutMe: about.map(plain), decisionsMade: made.map(plain) };
  }

  /** A decision and its reasons stay: the law wants restrictions to be answered for. They hold no name. */
  async erase(): Promise<void> {}
}

function decisions(manager: EntityManager, after: Decided | null) {
  return manager
    .createQueryBuilder(Decision, 'decision')
    .select([
      'decision.number AS "number"',
      'decision.kind AS "kind"',
      'decision.ground AS "ground"',
      'decision.facts AS "facts"',
      'decision.onNotice AS "onNotice"',
      'decision.automated AS "automated"',
      'decision.decidedAt AS "at"',
    ])
    .where('decision.number > :after', { after: after?.number ?? 0 })
    .orderBy('decision.number')
    .limit(rowsAtOnce);
}

function plain({ number, kind, ground, facts, onNotice, automated, at }: Decided): Json {
  // SQLite gives numbers.
  return { number, kind, ground, facts, onNotice: Boolean(onNotice), automated: Boolean(automated), at };
}
