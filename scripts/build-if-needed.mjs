// Builds dist/ when it is missing or older than any source, so that `npm start` and `npm run cli` work in a fresh
// clone and after an edit alike, without making every command pay for a build.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const stamp = join(root, 'dist', 'main.js');
const inputs = ['src', 'nest-cli.json', '.swcrc', 'tsconfig.json', 'package-lock.json'];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const sources = inputs.map((name) => join(root, name)).filter(existsSync);
if (!existsSync(stamp) || statSync(stamp).mtimeMs < Math.max(...sources.map(newest))) {
  if (!existsSync(join(root, 'node_modules', '@nestjs', 'cli'))) {
    process.stderr.write('dist/ is out of date and the build tools are not installed; run npm ci first.\n');
    process.exit(1);
  }
  const build = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (build.status !== 0) {
    process.stderr.write(build.stdout?.toString() ?? '');
    process.exit(build.status ?? 1);
  }
}
