import { demoPeople } from '../accounts/demo-people.js';
import type { Config } from '../ops/config.js';
import { translate } from '../web/i18n/messages.js';

/** Says where the application is to be found, and in the demo who one can be. */
export function greet(config: Config): void {
  process.stdout.write(`${greeting(config).join('\n')}\n\n`);
}

/** What `greet` prints, line by line. */
export function greeting(config: Config): string[] {
  const lines = ['', `Podnět is running at ${config.baseUrl}/`];
  if (!config.DEMO) return lines;
  const people = demoPeople.map(({ name, publicName }) => {
    // The part before the colon is the role, the part after it what comes with it.
    const [role = ''] = translate('en', `accounts.demo.role.${name}`).split(':');
    return [publicName, role, `${config.baseUrl}/demo/prihlaseni/${name}`];
  });
  const width = (column: number) => Math.max(...people.map((cells) => cells[column]?.length ?? 0));
  return [
    ...lines,
    '',
    'Demo: nothing is sent anywhere. Sign in with one click as',
    '',
    ...people.map(
      ([who = '', role = '', address = '']) =>
        `  ${who.padEnd(width(0))}  ${role.padEnd(width(1))}  ${address}`,
    ),
    '',
    `Mail to these people is read at ${config.baseUrl}/demo/posta`,
  ];
}
