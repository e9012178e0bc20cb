import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as Pino, pino } from 'pino';
import { loggedError } from './logged-error.js';

/**
 * JSON lines; fields that could carry personal data are cut out.
 * @param output standard error where standard output is the answer of a command, or whatever takes lines.
 */
export function createLog(level: string, output: 'stdout' | 'stderr' | DestinationStream = 'stdout'): Pino {
  const options = {
    level,
    redact: {
      paths: ['*.email', '*.token', '*.cookie', '*.authorization', '*.body', '*.password'],
      remove: true,
    },
    serializers: { err: (error: unknown) => loggedError(error) },
    timestamp: pino.stdTimeFunctions.isoTime,
    base: null,
  };
  if (typeof output !== 'string') return pino(options, output);
  return pino(options, pino.destination(output === 'stdout' ? 1 : 2));
}

/** Lets Nest's own messages go the same way as ours; its start-up chatter is debug. */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log(message: unknown, context?: string): void {
    this.pino.debug({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.pino.error({ context, stack }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, String(message));
  }
}
