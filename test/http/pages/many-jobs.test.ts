import { expect } from 'chai';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { Visitor } from './visitor.ts';

const MOST_MILLISECONDS = 500;

describe('With 100,000 finished jobs', () => {
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startApp();
    admin = await app.signedUp('admin');
    await app.sql(
      `INSERT INTO jobs (user_id, id, task, queue, payload, state, progress, attempts, result, error, created_at, started_at, finished_at)
       SELECT $1, uuidv7(n * interval '-10 seconds'), 'dashboard-report', 'default', 'null', CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'succeeded' END,
         100, 1, '{"period":"2026-11","figures":[]}', CASE WHEN n % 100 = 0 THEN 'connect ECONNREFUSED 10.0.0.7:25' END, at, at, at
       FROM generate_series(1, 100000) AS n, LATERAL (SELECT now() - n * interval '10 seconds' AS at) AS ended`,
      [admin.user.id],
    );
  });
  after(() => app.stop());

  for (const path of [
    '/admin/jobs',
    '/admin/jobs?state=failed',
    '/admin/jobs?queue=critical',
    '/admin/jobs?text=what+nobody+ever+said',
    '/jobs',
    '/jobs?state=scheduled',
  ])
    it(`the page at ${path} is there in less than ${MOST_MILLISECONDS} ms`, async () => {
      const visitor = new Visitor(app.origin);
      const times: number[] = [];
      for (let count = 0; count < 5; count += 1) {
        const begin = performance.now();
        expect((await visitor.get(path, { Cookie: admin.cookieHeader })).status).to.equal(200);
        times.push(performance.now() - begin);
      }
      const [, , median] = times.sort((one, other) => one - other);
      expect(median).to.be.lessThan(MOST_MILLISECONDS);
    });
}).timeout(60_000);
