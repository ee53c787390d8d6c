import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { readOperationDraft } from '#adapters/inbound/http/operations/operation-schema.ts';
import type { CashRow } from '#application/ports/cash-queries.ts';
import type { PositionRow } from '#application/ports/positions.ts';
import { FEE_VIEWS, type FeeView } from '#domain/ledger/lot.ts';
import { aBlotter, anActor } from '#test/application/blotter.ts';
import { startApp, type TestApp } from '#test/http/support/start-app.ts';
import type { Story } from './story.ts';

type Told = { readonly [View in FeeView]: readonly string[] } & { readonly cash: readonly string[] };

const folder = new URL('./stories/', import.meta.url);
const stories: Story[] = await Promise.all(
  readdirSync(folder).map(async (file) => ((await import(new URL(file, folder).href)) as { story: Story }).story),
);

/** With the day that each has. */
const operationsOf = ({ operations }: Story) =>
  operations.map((operation, place) => ({
    currency: 'USD',
    date: `2024-02-${String(place + 1).padStart(2, '0')}T12:00:00Z`,
    ...operation,
  }));

const positionText = ({ instrument, currency, lots, realised_gain }: PositionRow): string =>
  `${instrument} ${currency}: ${lots.map(({ quantity, price }) => `${quantity} @ ${price}`).join(', ')}; ${realised_gain} gained`;
const cashText = ({ balance, currency }: CashRow): string => `${balance} ${currency}`;

async function inMemory(story: Story): Promise<Told> {
  const blotter = aBlotter();
  const ada = await anActor(blotter);
  for (const operation of operationsOf(story))
    await blotter.recordOperation.execute(ada, readOperationDraft(operation), null);
  for (const [alias, instrument] of Object.entries(story.aliases ?? {}))
    await blotter.keepInstruments.name(ada, alias, { instrument });
  const told = async (fees: FeeView) => {
    const query = { accountId: undefined, instrument: undefined, asOf: undefined, fees };
    const { text } = await blotter.listPositions.execute(ada, query, { limit: 100, after: [] });
    return (JSON.parse(text) as PositionRow[]).map(positionText);
  };
  const cash = (await blotter.listCash.execute(ada, undefined)).map(cashText);
  return { separate: await told('separate'), capitalised: await told('capitalised'), cash };
}

async function overHttp(app: TestApp, story: Story): Promise<Told> {
  const { bearer } = await app.signedUp();
  for (const operation of operationsOf(story))
    expect((await bearer.post('/operations', operation)).outcome, JSON.stringify(operation)).to.equal('201');
  for (const [alias, instrument] of Object.entries(story.aliases ?? {}))
    await bearer.put(`/instruments/${encodeURIComponent(alias)}`, { instrument });
  const [separate = [], capitalised = []] = await Promise.all(
    FEE_VIEWS.map(async (fees) =>
      (await bearer.get(`/positions?fees=${fees}`)).json<PositionRow[]>().map(positionText),
    ),
  );
  return { separate, capitalised, cash: (await bearer.get('/cash')).json<CashRow[]>().map(cashText) };
}

describe('A story of the ledger', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  for (const story of stories) {
    const { separate, capitalised, cash } = story;
    it(`comes to what it should: ${story.title}`, async () => {
      expect(await inMemory(story)).to.deep.equal({ separate, capitalised, cash });
      expect(await overHttp(app, story)).to.deep.equal({ separate, capitalised, cash });
    });
  }
});
