import { startMongo } from '#test/support/mongo.ts';
import { openToolbox } from '#test/support/toolbox/toolbox.ts';
import { tools } from '#test/support/toolbox/tools.ts';

/** The MongoDB of the tests, on a free port. */
export async function startThrowAwayMongo(): Promise<AsyncDisposable & { readonly url: string }> {
  Object.assign(process.env, await openToolbox({ tools: tools.filter(({ name }) => name === 'mongod') }));
  const { url, stop } = await startMongo();
  return { url, [Symbol.asyncDispose]: stop };
}
