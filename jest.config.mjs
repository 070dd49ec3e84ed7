/** Tests run on the build itself (`dist`), so that what is tested is what runs. */
export default {
  rootDir: 'dist/tests',
  testEnvironment: 'node',
  transform: {},
  testMatch: ['**/*.test.js'],
  globalSetup: '<rootDir>/support/global-setup.js',
  globalTeardown: '<rootDir>/support/global-teardown.js',
  testTimeout: 60_000,
  maxWorkers: 4,
};
