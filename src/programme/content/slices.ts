import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work goes on before others get a turn, in milliseconds. */
const slice = 12;

/**
 * Does work that yields now and then, and lets other work of the process in between.
 * @throws the reason of `signal` once it is given up.
 */
export async function inSlices<T>(work: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < slice) continue;
    await breathe(signal);
    since = performance.now();
  }
}

/** Lets other work of the process in between. @throws the reason of `signal` once it is given up. */
export async function breathe(signal?: AbortSignal): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}
