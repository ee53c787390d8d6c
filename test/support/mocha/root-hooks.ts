/**
 * Mocha hands an unhandled rejection back to the process, where nothing listens: the test would pass. Thrown on, it becomes an
 * uncaught exception, and that fails the test that runs. Mocha removes all listeners after each file, hence once per file.
 */
export const mochaHooks = {
  beforeAll(): void {
    process.removeListener('unhandledRejection', throwOn);
    process.on('unhandledRejection', throwOn);
  },
};

function throwOn(reason: unknown): never {
  throw reason;
}
