/** The address of a service that `npm test` started for this run. */
export function serviceUrl(variable: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[variable];
  if (url === undefined) {
    throw new Error(
      `${variable} is not set: run the tests by \`npm test\` (or \`npm test -- FILE\`), which starts it.`,
    );
  }
  return url;
}
