import type { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import type { ContentImport } from '../content-import.entity.js';
import { beatEvery, change, ImportGivenUp, isMine } from './job-state.js';

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
    private readonly job: Pick<ContentImport, 'id' | 'state' | 'turn'>,
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
        if (await isMine(manager, this.job))
          await change(manager, this.job.id, { beatAt: now(), done: this.done });
        else this.givenUp.abort(new ImportGivenUp());
      });
    } catch {
      // A database that is away for a moment: the next beat tries again, and the work itself will notice.
    } finally {
      this.isBeating = false;
    }
  }
}
