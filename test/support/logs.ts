import type { DestinationStream } from 'pino';

/** Keeps what a log writes, to be looked through. */
export class KeptLog implements DestinationStream {
  readonly lines: string[] = [];

  write(line: string): void {
    this.lines.push(line);
  }
}
