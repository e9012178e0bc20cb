import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.spec.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // The application is imported once for each worker, not for each file: what a test changes in a module, such as
    // the clock, it has to put back.
    isolate: false,
    // Far more than any needs: a busy machine is no reason to fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/count-reporter.ts'],
    // Vite puts a BASE_URL of its own, "/", into the environment, where we would read ours.
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent', BASE_URL: '' },
  },
});
