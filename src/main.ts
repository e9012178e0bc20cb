import { createApplication } from './application.js';
import { migrate } from './database/migrate.js';
import { ConfigError, readConfig } from './ops/config.js';
import { createLog } from './ops/logger.js';
import { greet } from './start/greeting.js';
import { prepareContent } from './start/prepare-content.js';
import { stopOnSignals } from './start/stop-on-signals.js';

const config = configOrExit();
const log = createLog(config.LOG_LEVEL);

try {
  await migrate(config.databaseUrl);
  const application = await createApplication(config, log);
  await prepareContent(application, log);
  stopOnSignals(application, log);
  await application.listen({ port: config.PORT, host: config.host });
  greet(config);
} catch (error) {
  log.fatal({ err: error }, 'could not start');
  process.exit(1);
}

function configOrExit() {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
