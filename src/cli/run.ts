import { type Command, CommanderError } from 'commander';

/** Exit status of the command line: done, refused (with the reason printed), used wrongly. */
export const exit = { done: 0, refused: 1, usage: 2 } as const;

/** Ends a command with a reason and exit status 1; the message is printed as it is. */
export class Refusal extends Error {}

/** Runs a program and gives its exit status; usage errors are 2, refusals 1. Never throws. */
export async function runCommandLine(program: Command, argv: string[]): Promise<number> {
  overrideExit(program);
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? exit.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    return exit.refused;
  }
}

function overrideExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
}
