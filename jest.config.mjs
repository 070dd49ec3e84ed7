/** Tests run on the build itself (`dist`), so that what is tested is what runs. */
export default {
  rootDir: 'dist/tests',
  testEnvironment: 'node',
  transform: {},
  testMatch: ['**/*.test.js'],
  testTimeout: 30_000,
};
