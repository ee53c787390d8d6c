import { Container } from 'inversify';
import { http } from './http.ts';
import { identity } from './identity.ts';
import { ledger } from './ledger.ts';
import { pages } from './pages.ts';
import { ports } from './ports.ts';

/** A container with every port, use case and controller, each made once and when first asked for. What was opened is still to be bound. */
export function composeContainer(): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(ports, identity, ledger, http, pages);
  return container;
}
