import { expect } from 'chai';
import { loadConfig } from '#infrastructure/config.ts';
import { Lifecycle } from '#infrastructure/lifecycle.ts';
import { Metrics } from '#infrastructure/metrics.ts';
import { serveMetrics } from '#infrastructure/serve-metrics.ts';
import { freePort } from '#test/support/free-port.ts';
import { NO_ID } from '../support/builders.ts';
import { mountedRoutes } from '../support/mounted-routes.ts';
import { routeName } from '../support/routes.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API9:2023, improper inventory management. Here: what can be read without signing in, that nothing forgotten is served beside it, and
 * where the metrics are. That the document and the router tell of the same routes, both ways, is contract.test.ts; that the document and its
 * page tell nothing of anybody documents.test.ts; that metrics on the common port are for admins roles.test.ts. No route is deprecated yet.
 */

/** What anybody may read, beside the files that pages load. The document and its page are public, as the source is. */
const PUBLIC = [
  '/api/docs',
  '/api/docs/favicon-32x32.png',
  '/api/docs/start.js',
  '/api/docs/swagger-ui-bundle.js',
  '/api/docs/swagger-ui.css',
  '/api/v1/openapi.json',
  '/forgot-password',
  '/livez',
  '/readyz',
  '/register',
  '/sign-in',
];
/** Of a page without what it needs: a session, or the token of a mail. */
const REFUSING: Readonly<Record<string, number>> = {
  '/': 303,
  '/sign-out': 303,
  '/jobs': 303,
  '/jobs/:id': 303,
  '/reset-password': 400,
  '/verify': 400,
};

/** Where other services have left something open. */
const FORGOTTEN = [
  '/.env',
  '/.git/HEAD',
  '/.data/secret',
  '/package.json',
  '/package-lock.json',
  '/node_modules/express/package.json',
  '/src/infrastructure/main.ts',
  '/assets/',
  '/assets/../package.json',
  '/assets/%2e%2e/package.json',
  '/api/docs/../../package.json',
  '/api/docs/swagger-ui-bundle.js.map',
  '/api/docs/index.html',
  '/api/docs/oauth2-redirect.html',
  '/api/v1/docs',
  '/api/v0/operations',
  '/api/v2/operations',
  '/v1/operations',
  '/api/operations',
  '/api/internal/users',
  '/openapi.json',
  '/swagger.json',
  '/graphql',
  '/admin',
  '/debug',
  '/debug/pprof',
  '/actuator/env',
  '/server-status',
  '/health',
  '/status',
  '/console',
  '/.well-known/openid-configuration',
];

describe('What is served', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  const asked = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
    const answer = await fetch(`${app.origin}${path}`, { headers, redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.status;
  };

  it('to who is not signed in is what is known to be public', async () => {
    const reads = mountedRoutes(app.express)
      .filter((route) => route.startsWith('GET '))
      .map((route) => route.slice('GET '.length) || '/');
    const open: string[] = [];
    for (const path of new Set(reads)) {
      const status = await asked(path.replace(':id', NO_ID));
      if (status < 300) open.push(path);
      else expect([path, status]).to.deep.equal([path, REFUSING[path] ?? 401]);
    }
    expect(open.filter((path) => !path.startsWith('/assets/')).sort()).to.deep.equal(PUBLIC);
  });

  it('has one version, and nothing in it is deprecated', () => {
    const others = mountedRoutes(app.express).filter((route) => /^\w+ \/api\/(?!v1\/|docs)/.test(route));
    expect(others).to.deep.equal([]);
    // The first that is has to answer with Deprecation (RFC 9745) and Sunset (RFC 8594), and needs a test that it does.
    const deprecated = app.contract.routes.filter(({ operation }) => 'deprecated' in operation);
    expect(deprecated.map(routeName)).to.deep.equal([]);
  });

  it('is nothing that was forgotten, not even to an admin', async () => {
    const admin = await app.signedUp('admin');
    for (const path of FORGOTTEN)
      for (const headers of [{}, { Authorization: `Bearer ${admin.token}` }])
        expect([path, await asked(path, headers as Record<string, string>)]).to.deep.equal([path, 404]);
  });
});

describe('Metrics without a sign-in', () => {
  it('are on no port by default', () => {
    expect(loadConfig({ serves: true }, {}).metricsPort).to.equal(undefined);
  });

  it('are all that their own port serves', async () => {
    const lifecycle = new Lifecycle((_part, error) => {
      throw error;
    });
    const port = await freePort();
    try {
      const board = { queues: async () => [] };
      const metrics = new Metrics({}, board, { stats: () => new Map() }, () => {});
      await serveMetrics(metrics, { host: '127.0.0.1', port }, lifecycle);
      for (const [method, path, status] of [
        ['GET', '/metrics', 200],
        ['POST', '/metrics', 404],
        ['GET', '/', 404],
        ['GET', '/api/v1/users', 404],
        ['GET', '/livez', 404],
        ['GET', '/metrics/../api/v1/users', 404],
      ] as const) {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
        const told = (await answer.text()).includes('blotter_jobs');
        expect([method, path, answer.status, told]).to.deep.equal([method, path, status, status === 200]);
      }
    } finally {
      await lifecycle.stop();
    }
  });
});
