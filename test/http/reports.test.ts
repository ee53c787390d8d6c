import { expect } from 'chai';
import type { Mail } from '#application/ports/mailer.ts';
import { anAccount, anOperation, NO_ID } from './support/builders.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

type Figures = { readonly account_id: string; readonly currency: string; readonly net_cash: string };
type Result = { readonly period: string; readonly from: string; readonly to: string; readonly figures: Figures[] };
type JobBody = { readonly id: string; readonly state: string; readonly result: Result };
type ScheduleBody = { readonly rhythm: string; readonly time: string; readonly next_at: string };

describe('Reports', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    ada = await app.signedUp();
    await app.mailsTo(ada.user.email);
  });

  const ask = (draft: object) => ada.bearer.post('/reports/dashboard', draft);
  const resultOf = async (draft: object): Promise<Result> => {
    const { id } = (await ask({ deliver: 'none', ...draft })).json<JobBody>();
    await app.workOff();
    return (await ada.bearer.get(`/jobs/${id}`)).json<JobBody>().result;
  };
  const reports = async (): Promise<readonly Mail[]> =>
    (await app.mailsTo(ada.user.email)).filter(({ subject }) => subject.startsWith('Your ledger'));
  const schedules = async () => (await ada.bearer.get('/reports/schedules')).json<ScheduleBody[]>();

  it('tell of a period, of all accounts or of one', async () => {
    const other = (await ada.bearer.post('/accounts', anAccount())).json<{ id: string }>().id;
    await ada.bearer.post('/operations', anOperation({ date: '2026-10-31T23:59:59Z' }));
    await ada.bearer.post('/operations', anOperation({ date: '2026-11-01T00:00:00Z' }));
    await ada.bearer.post('/operations', anOperation({ date: '2026-11-02', account_id: other, quantity: '1' }));
    const whole = await resultOf({ period: '2026-11' });
    expect(whole).to.include({
      period: '2026-11',
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
    });
    expect(whole.figures.map(({ net_cash }) => net_cash)).to.deep.equal(['-1001', '-101']);
    const one = await resultOf({ period: '2026-11', account_id: other });
    expect(one.figures.map(({ account_id, net_cash }) => [account_id, net_cash])).to.deep.equal([[other, '-101']]);
    expect((await resultOf({ period: '2025' })).figures).to.deep.equal([]);
  });

  it('tell of the month that it is now where the user is when nothing is said, and of the day or week that it is', async () => {
    await ada.bearer.patch('/users/me', { time_zone: 'Pacific/Kiritimati' });
    const here = Temporal.Now.plainDateISO('Pacific/Kiritimati');
    expect((await resultOf({})).period).to.equal(here.toString().slice(0, 7));
    expect((await resultOf({ period: 'monthly' })).period).to.equal(here.toString().slice(0, 7));
    for (const period of ['day', 'daily']) expect((await resultOf({ period })).period).to.equal(here.toString());
    expect((await resultOf({ period: 'year' })).period).to.equal(String(here.year));
    const week = `${here.yearOfWeek}-W${String(here.weekOfYear).padStart(2, '0')}`;
    expect((await resultOf({ period: 'weekly' })).period).to.equal(week);
  });

  it('are refused with every fault at once', async () => {
    expect((await ask({})).violations).to.deep.equal(['/deliver REQUIRED']);
    const draft = { account_id: 'mine', period: '2026-13', deliver: 'post', user_id: NO_ID };
    expect((await ask(draft)).violations).to.deep.equal([
      '/account_id INVALID_FORMAT',
      '/deliver NOT_ALLOWED',
      '/period INVALID_FORMAT',
      '/user_id UNKNOWN_FIELD',
    ]);
    expect((await ask({ deliver: 'none', account_id: NO_ID })).outcome).to.equal('404 NOT_FOUND');
  });

  it('come by mail once, with a table, a chart and a file, however often their job begins', async () => {
    await ada.bearer.post('/operations', anOperation());
    const { id } = (await ask({ deliver: 'email', period: '2026-11' })).json<JobBody>();
    const [mail, ...others] = await reports();
    expect(others).to.deep.equal([]);
    expect(mail?.subject).to.equal('Your ledger: November 2026');
    expect(mail?.tables?.[0]?.rows.at(-1)).to.deep.equal(['Net cash', '-1,001.00']);
    expect(mail?.chart?.groups[0]?.bars[0]?.value).to.equal('-1001');
    expect(mail?.attachments?.[0]).to.include({ name: 'blotter-2026-11.csv', type: 'text/csv' });
    await app.sql(
      `UPDATE jobs SET state = 'waiting', ticket = NULL,
         payload = '{"period":"2026-11","accountIds":null,"deliver":"email"}' WHERE id = $1`,
      [id],
    );
    await app.workOff();
    expect(await reports()).to.have.length(1);
  });

  it('come by themselves each day, week and month, at the time of the user’s clock', async () => {
    await ada.bearer.patch('/users/me', { time_zone: 'Europe/Berlin' });
    for (const [rhythm, draft] of [
      ['monthly', {}],
      ['daily', { time: '07:30' }],
      ['weekly', { time: '00:00', account_id: ada.account }],
    ] as const)
      expect((await ada.bearer.put(`/reports/schedules/${rhythm}`, draft)).status).to.equal(200);
    const found = await schedules();
    expect(found.map(({ rhythm, time }) => [rhythm, time])).to.deep.equal([
      ['daily', '07:30'],
      ['weekly', '00:00'],
      ['monthly', '06:00'],
    ]);
    const [daily, weekly, monthly] = found.map(({ next_at }) =>
      Temporal.Instant.from(next_at).toZonedDateTimeISO('Europe/Berlin'),
    );
    expect([daily?.hour, daily?.minute]).to.deep.equal([7, 30]);
    expect([weekly?.dayOfWeek, weekly?.hour]).to.deep.equal([1, 0]);
    expect([monthly?.day, monthly?.hour]).to.deep.equal([1, 6]);
  });

  it('move with the user to another time zone', async () => {
    await ada.bearer.put('/reports/schedules/daily', { time: '07:30' });
    await ada.bearer.patch('/users/me', { time_zone: 'Asia/Kolkata' });
    const [daily] = await schedules();
    const next = Temporal.Instant.from(daily?.next_at ?? '').toZonedDateTimeISO('Asia/Kolkata');
    expect([next.hour, next.minute]).to.deep.equal([7, 30]);
  });

  it('that come by themselves are changed and ended, and are of one user', async () => {
    await ada.bearer.put('/reports/schedules/daily', { time: '07:30' });
    await ada.bearer.put('/reports/schedules/daily', { time: '08:15' });
    expect((await schedules()).map(({ time }) => time)).to.deep.equal(['08:15']);
    const eve = await app.signedUp();
    expect((await eve.bearer.delete('/reports/schedules/daily')).outcome).to.equal('404 NOT_FOUND');
    expect((await ada.bearer.delete('/reports/schedules/daily')).status).to.equal(204);
    expect((await ada.bearer.delete('/reports/schedules/daily')).outcome).to.equal('404 NOT_FOUND');
    expect(await schedules()).to.deep.equal([]);
    expect((await ada.bearer.put('/reports/schedules/hourly', {})).outcome).to.equal('404 NOT_FOUND');
    const draft = { time: '24:00', account_id: 'x', rhythm: 'daily' };
    expect((await ada.bearer.put('/reports/schedules/daily', draft)).violations).to.deep.equal([
      '/account_id INVALID_FORMAT',
      '/rhythm READ_ONLY',
      '/time INVALID_FORMAT',
    ]);
  });
});
