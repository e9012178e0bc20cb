import { Injectable } from '@nestjs/common';

/** Whether this process should get traffic: it does while nothing it needs is missing and it is not shutting down. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, () => Promise<unknown>>();
  private draining = false;

  /** Adds something the process needs; `check` rejects when it is not to be had. */
  require(name: string, check: () => Promise<unknown>): void {
    this.checks.set(name, check);
  }

  /** From now on not ready: the process is about to stop. */
  drain(): void {
    this.draining = true;
  }

  /** Names of what is missing; empty when ready. Each check has one second. */
  async missing(): Promise<string[]> {
    if (this.draining) return ['shutting-down'];
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => ((await succeeds(check)) ? [] : [name])),
    );
    return results.flat();
  }
}

async function succeeds(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 1000);
  });
  const outcome = check().then(
    () => true,
    () => false,
  );
  const ok = await Promise.race([outcome, timeout]);
  clearTimeout(timer);
  return ok;
}
