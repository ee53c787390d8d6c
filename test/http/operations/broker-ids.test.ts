import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('An operation that a broker told of', () => {
  let app: TestApp;
  let ada: Person;
  const told = (fields: object) => ada.bearer.post('/operations', anOperation({ source: 'broker', ...fields }));

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('is recorded once: the second time it is refused with the id of the first', async () => {
    const first = (await told({ external_id: 'T-1' })).json<OperationBody>();
    const again = await told({ external_id: 'T-1', quantity: '99' });
    expect([again.outcome, again.problem().id]).to.deep.equal(['409 ALREADY_EXISTS', first.id]);
    expect((await ada.bearer.get(`/operations/${first.id}`)).json()).to.deep.equal(first);
  });

  it('is another one in another account, from another source, by another id or for another user', async () => {
    const second = (await ada.bearer.post('/accounts', { name: 'Second', currency: 'USD' })).json<{ id: string }>().id;
    await told({ external_id: 'T-2' });
    for (const fields of [
      { external_id: 'T-2', account_id: second },
      { external_id: 'T-2', source: 'Broker' },
      { external_id: 'T-2', source: null },
      { external_id: 't-2' },
    ])
      expect((await told(fields)).status).to.equal(201);
    const eve = await app.signedUp();
    const hers = await eve.bearer.post('/operations', anOperation({ source: 'broker', external_id: 'T-2' }));
    expect(hers.status).to.equal(201);
  });

  it('without a source is recorded once too, and without an id as often as it comes', async () => {
    expect((await told({ source: null, external_id: 'T-3' })).status).to.equal(201);
    expect((await told({ source: null, external_id: 'T-3' })).outcome).to.equal('409 ALREADY_EXISTS');
    for (let time = 0; time < 3; time += 1) expect((await told({})).status).to.equal(201);
  });

  it('by many at once is recorded once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => told({ external_id: 'T-4' })));
    const [created] = answers.filter(({ status }) => status === 201).map((answer) => answer.json<OperationBody>());
    expect(answers.map(({ outcome }) => outcome).sort()).to.deep.equal(['201', ...Array(9).fill('409 ALREADY_EXISTS')]);
    for (const answer of answers.filter(({ status }) => status === 409))
      expect(answer.problem().id).to.equal(created?.id);
  });

  it('cannot take the name of another one by an edit, and may keep its own', async () => {
    const first = (await told({ external_id: 'T-5' })).json<OperationBody>();
    const second = (await told({ external_id: 'T-6' })).json<OperationBody>();
    for (const answer of [
      await ada.bearer.patch(`/operations/${second.id}`, { external_id: 'T-5' }),
      await ada.bearer.put(`/operations/${second.id}`, anOperation({ source: 'broker', external_id: 'T-5' })),
    ])
      expect([answer.outcome, answer.problem().id]).to.deep.equal(['409 ALREADY_EXISTS', first.id]);
    const kept = await ada.bearer.patch(`/operations/${second.id}`, { external_id: 'T-6', note: 'edited' });
    expect(kept.json<OperationBody>().version).to.equal(2);
  });

  it('can be told again after it was deleted', async () => {
    const { id } = (await told({ external_id: 'T-7' })).json<OperationBody>();
    await ada.bearer.delete(`/operations/${id}`);
    expect((await told({ external_id: 'T-7' })).status).to.equal(201);
  });
});
