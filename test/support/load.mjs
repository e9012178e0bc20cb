// Runs a TypeScript module in a process of its own, which a test can kill: node load.mjs FILE [ARGUMENT …].
// The module's default export is called with the arguments.
import { createViteServer } from 'vitest/node';

const [file, ...rest] = process.argv.slice(2);
const root = new URL('../..', import.meta.url).pathname;
const server = await createViteServer({
  root,
  configFile: false,
  logLevel: 'silent',
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
  optimizeDeps: { noDiscovery: true },
});
const module = await server.ssrLoadModule(file);
await module.default(...rest);
