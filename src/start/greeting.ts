import { demoPeople } from '../accounts/demo-people.js';
import type { Config } from '../ops/config.js';

/** Says where the application is to be found, and in the demo who one can be. */
export function greet(config: Config): void {
  const lines = ['', `Podnět is running at ${config.baseUrl}/`];
  if (config.DEMO) {
    lines.push('', 'Demo: nothing is sent anywhere. Sign in with one click as', '');
    const width = Math.max(...demoPeople.map(({ publicName }) => publicName.length));
    for (const person of demoPeople) {
      lines.push(`  ${person.publicName.padEnd(width)}  ${config.baseUrl}/demo/prihlaseni/${person.name}`);
    }
    lines.push('', `Mail to these people is read at ${config.baseUrl}/demo/posta`);
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}
