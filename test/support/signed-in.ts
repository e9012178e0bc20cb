import type { INestApplicationContext } from '@nestjs/common';
import { Sessions } from '../../src/accounts/sessions.service.js';
import type { SignedIn } from '../../src/accounts/signed-in.js';
import { Database } from '../../src/database/database.js';

/** Signs somebody in, as if in one more browser of theirs. */
export async function signedIn(
  application: Pick<INestApplicationContext, 'get'>,
  accountId: string,
): Promise<SignedIn> {
  const sessions = application.get(Sessions);
  const token = await application
    .get(Database)
    .write((manager) => sessions.start(manager, { accountId, userAgent: '', method: 'email' }));
  const viewer = await sessions.ofToken(token);
  if (!viewer) throw new Error(`${accountId} is not signed in`);
  return viewer;
}
