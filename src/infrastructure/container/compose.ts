import { Container } from 'inversify';
import type { Database } from '../open-database.ts';
import { http } from './http.ts';
import { identity } from './identity.ts';
import { ledger } from './ledger.ts';
import { pages } from './pages.ts';
import { ports } from './ports.ts';
import { Opened } from './tokens.ts';

/**
 * A container with every port, use case and controller over this database, each made once and when first asked for. What else the process has
 * opened is still to be bound.
 */
export function composeContainer({ pools, transactions, principals, outboxQueue }: Database): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(ports, identity, ledger, http, pages);
  container.bind(Opened.pools).toConstantValue(pools);
  container.bind(Opened.transactions).toConstantValue(transactions);
  container.bind(Opened.principals).toConstantValue(principals);
  container.bind(Opened.outboxQueue).toConstantValue(outboxQueue);
  return container;
}
