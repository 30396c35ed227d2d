const { existsSync } = require('node:fs');

const hasRedis = (process.env.PATH ?? '')
  .split(':')
  .some((folder) => existsSync(`${folder}/redis-server`));
// What needs several connections, time-outs or several servers cannot run on one shared session;
// pages are the same on both databases, and a newcomer's `npm test` needs no Chromium;
// the launcher and the demonstration bring their own database, so once is enough;
// what needs Redis runs where redis-server is installed, as .ci/run does.
const notHere = [
  ...(process.env.TEST_DATABASE_URL
    ? ['/tests/app/(launcher|demo)\\.test\\.ts$']
    : ['\\.postgis\\.test\\.ts$', '/tests/browser/']),
  ...(hasRedis ? [] : ['\\.redis\\.test\\.ts$']),
];

/** Unit tests stand beside their file and need nothing; everything in tests/ gets the real thing. */
const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
};
const shared = {
  transform,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
};

module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{src,scripts,config}/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'system',
      testEnvironment: '<rootDir>/tests/support/app-environment.ts',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: notHere,
      setupFiles: ['<rootDir>/tests/support/worker-database.ts'],
      globalSetup: '<rootDir>/tests/support/global-setup.ts',
      globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
    },
  ],
  // Every app that a worker has run leaves something behind in its process.
  workerIdleMemoryLimit: '2GB',
  // The first boot of a fresh clone reads thousands of files from a disk that may be cold and busy.
  testTimeout: 240_000,
};
