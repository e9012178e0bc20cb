import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { projectRoot } from '../../src/ops/paths.js';
import { ContentImport } from '../../src/programme/content-import.service.js';
import type { TestApplication } from '../support/application.js';

/** Imports the content that comes with the application, before the tests of the surrounding group. */
export function importContent(app: TestApplication): void {
  beforeAll(async () => {
    await app.application.get(ContentImport).run(join(projectRoot, 'content'), null);
  });
}
