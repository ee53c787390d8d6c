import type { Blotter } from './blotter.ts';
import { Client } from './client.ts';
import type { Two } from './pair.ts';

/** What two processes say to a browser of whose session one of them, or both, have not heard: they must look where it is kept. */
export const seenFirst = (pair: Two<Blotter>, cookie: string): Promise<number[]> =>
  Promise.all(
    pair.map(async ({ url }) => {
      const { status } = await new Client(url, { cookie }, { keepAlive: false }).get('/api/v1/users/me');
      return status;
    }),
  );
