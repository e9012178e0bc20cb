import { openDatabase } from '../../src/database/open.js';
import { Note } from './note.entity.js';

/** Writes notes with several hands until it is killed, and prints the id of each as soon as it is acknowledged. */
export default async function writeEndlessly(url: string, prefix: string): Promise<void> {
  const database = await openDatabase(url, [Note]);
  const hand = async (name: number) => {
    for (let index = 0; ; index += 1) {
      const id = `${prefix}-${name}-${index}`;
      await database.write(async (manager) => {
        await manager.insert(Note, { id, amount: 1 });
        await manager.insert(Note, { id: `${id}-twin`, amount: 2 });
      });
      process.stdout.write(`${id}\n`);
      // Lets the pipe drain and the other hands in.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all([1, 2, 3, 4, 5].map(hand));
}
