import type { Config } from '../../src/ops/config.js';
import { Assets } from '../../src/web/assets.js';
import { Flash } from '../../src/web/flash.js';
import { Secret } from '../../src/web/secret.js';
import { ViewEngine } from '../../src/web/views/engine.js';
import { Renderer } from '../../src/web/views/renderer.service.js';
import type { WaitingSource } from '../../src/web/waiting.js';

/** Nobody has written anything. */
const nothingWaits: WaitingSource = { of: async () => null };

/** The renderer of the application, without the application. */
export function rendererOf(config: Config): Renderer {
  const assets = new Assets(false);
  const secret = new Secret(config);
  return new Renderer(new ViewEngine(assets, false), assets, config, secret, new Flash(secret), nothingWaits);
}
