import { Container } from 'inversify';
import type { Cache } from '#application/ports/cache.ts';
import type { Database } from '../open-database.ts';
import { http } from './http.ts';
import { identity } from './identity.ts';
import { imports } from './imports.ts';
import { jobs } from './jobs.ts';
import { ledger } from './ledger.ts';
import { pages } from './pages.ts';
import { ports } from './ports.ts';
import { Opened } from './tokens.ts';

export type Composed = Container;

/**
 * A container with every port, use case and controller over this database and cache, each made once and when first asked for. What else the process has
 * opened is still to be bound.
 */
export function composeContainer({ url, pools, transactions, threads }: Database, cache: Cache): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(ports, identity, ledger, imports, jobs, http, pages);
  container.bind(Opened.pools).toConstantValue(pools);
  container.bind(Opened.transactions).toConstantValue(transactions);
  container.bind(Opened.databaseUrl).toConstantValue(url);
  container.bind(Opened.threads).toConstantValue(threads);
  container.bind(Opened.cache).toConstantValue(cache);
  return container;
}
