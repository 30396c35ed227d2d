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
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      // What needs several connections, time-outs or several servers cannot run on one shared session.
      testPathIgnorePatterns: process.env.TEST_DATABASE_URL ? [] : ['\\.postgis\\.test\\.ts$'],
      globalSetup: '<rootDir>/tests/support/global-setup.ts',
      globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
    },
  ],
  testTimeout: 60_000,
};
