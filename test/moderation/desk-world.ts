import type { DestinationStream } from 'pino';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Comments } from '../../src/feedback/comments.service.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { type Person, type World, world } from '../feedback/world.js';
import type { TestDatabase } from '../support/databases.js';

/** The application with a point and people who say something about it. */
export interface DeskWorld extends World {
  say(author: Person, body: string, section?: number, answersId?: string): Promise<Comment>;
  suggest(author: Person, body: string, section?: number): Promise<Suggestion>;
  comment(id: string): Promise<Comment>;
  suggestion(number: number): Promise<Suggestion>;
  /** Mails about a thing that were written and not taken back. */
  mails(subjectId: string): Promise<OutboxMail[]>;
  makeStaff(person: Person): Promise<Person>;
}

export function deskWorld(
  database: TestDatabase,
  environment?: NodeJS.ProcessEnv,
  output?: DestinationStream,
): DeskWorld {
  const here = world(database, environment, output);
  const { read } = { read: () => here.app.database.read };
  return {
    ...here,
    // Spreading would read it too early.
    get app() {
      return here.app;
    },
    say: async (author, body, number = 1, answersId) => {
      const { sectionId } = await here.section(number);
      const comments = here.app.application.get(Comments);
      return here.write(
        async (manager) =>
          (await comments.publish(manager, { sectionId, authorId: author.id, body, answersId })).comment,
      );
    },
    suggest: async (author, body, number = 2) => {
      const { sectionId, heading, revisionId } = await here.section(number);
      const suggestions = here.app.application.get(Suggestions);
      return here.write(
        async (manager) =>
          (
            await suggestions.publish(manager, {
              sectionId,
              authorId: author.id,
              proposal: { kind: 'reword', heading, body },
              reason: 'Protože to tak bude jasnější.',
              revisionId,
            })
          ).suggestion,
      );
    },
    comment: (id) => read().findOneByOrFail(Comment, { id }),
    suggestion: (number) => read().findOneByOrFail(Suggestion, { number }),
    mails: async (subjectId) =>
      (await read().find(OutboxMail, { where: { subjectId }, order: { id: 'ASC' } })).filter(
        ({ cancelledAt }) => cancelledAt === null,
      ),
    makeStaff: async (person) => {
      await here.write((manager) =>
        manager.insert(RoleGrant, {
          id: newId(),
          accountId: person.id,
          role: 'staff',
          personUid: null,
          pointId: null,
          grantedById: null,
          grantedAt: now(),
          revokedAt: null,
        }),
      );
      return person;
    },
  };
}
