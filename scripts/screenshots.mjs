// Takes the README's pictures of the running demo: npm run screenshots
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const root = new URL('..', import.meta.url).pathname;
const target = join(root, 'docs', 'screenshots');
const folder = mkdtempSync(join(tmpdir(), 'podnet-screenshots-'));
const desktop = { width: 1120, height: 760 };
const phone = { width: 360, height: 740 };

const pictures = [
  { name: 'home', path: '/', size: desktop },
  { name: 'point-phone-dark', path: '/program/kraj2020/digitalizace', size: phone, colorScheme: 'dark' },
  { name: 'section', path: '/program/kraj2020/digitalizace/sekce/2', size: desktop, person: 'obcan' },
  {
    name: 'queue',
    path: '/garant/fronta',
    size: desktop,
    person: 'garant',
    follow: '[data-queue-item][href*="/navrhy/"]',
  },
  { name: 'figures', path: '/sprava/prehled/kraj2020', size: desktop, person: 'sprava' },
];

const port = await freePort();
const baseURL = `http://localhost:${port}`;
const environment = {
  ...process.env,
  NODE_ENV: '',
  DEMO: 'true',
  PORT: String(port),
  BASE_URL: baseURL,
  DATABASE_URL: `sqlite:${join(folder, 'podnet.db')}`,
  LOG_LEVEL: 'warn',
};
const server = spawn('node', ['dist/main.js'], {
  cwd: root,
  env: environment,
  stdio: ['ignore', 'ignore', 'inherit'],
});
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-sync',
  ],
});
try {
  await untilReady();
  mkdirSync(target, { recursive: true });
  for (const picture of pictures) await take(picture);
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function take({ name, path, size, colorScheme = 'light', person, follow }) {
  const context = await browser.newContext({ baseURL, viewport: size, colorScheme, locale: 'cs-CZ' });
  const page = await context.newPage();
  if (person) {
    await page.goto(`/demo/prihlaseni/${person}`);
    await page.locator('main form button[type=submit]').click();
  }
  await page.goto(path);
  if (follow) await page.locator(follow).first().click();
  await page.screenshot({ path: join(target, `${name}.png`) });
  await context.close();
}

async function untilReady() {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const ready = await fetch(`${baseURL}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the demo did not start');
}

async function findChromium() {
  const installed = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  return installed ?? (await (await import('@sparticuz/chromium')).default.executablePath());
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, 'localhost', resolve));
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
