import type { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import { ContentImport, type ImportState } from '../content-import.entity.js';
import { beatEvery, change } from './job-state.js';

/** Somebody gave the import up while it was at work. */
export class ImportGivenUp extends Error {
  override readonly name = 'ImportGivenUp';
}

/** Shows that an import is at work and how far it is, and notices when somebody gives it up. */
export class Heart {
  readonly signal: AbortSignal;
  /** Files done. */
  done = 0;
  private readonly givenUp = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private isBeating = false;

  constructor(
    private readonly database: Database,
    private readonly importId: string,
    private readonly state: ImportState,
    stop?: AbortSignal,
  ) {
    this.signal = stop ? AbortSignal.any([stop, this.givenUp.signal]) : this.givenUp.signal;
    this.timer = setInterval(() => void this.beat(), beatEvery);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    if (this.isBeating) return;
    this.isBeating = true;
    try {
      await this.database.write(async (manager) => {
        const job = await manager.findOneBy(ContentImport, { id: this.importId, state: this.state });
        if (job) await change(manager, job.id, { beatAt: now(), done: this.done });
        else this.givenUp.abort(new ImportGivenUp());
      });
    } catch {
      // A database that is away for a moment: the next beat tries again, and the work itself will notice.
    } finally {
      this.isBeating = false;
    }
  }
}
