import type { RequestHandler } from 'express';
import type { KeepInstruments } from '#application/ledger/keep-instruments.ts';
import type { InstrumentRow } from '#application/ports/instrument-queries.ts';
import type { InstrumentAlias } from '#domain/ledger/instrument-alias.ts';
import { sendJson, sendNothing } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import { instrumentIn } from '../path-instrument.ts';
import { readOwner } from '../query.ts';
import { actorOf } from '../who-asks.ts';
import { readAliasDraft } from './instrument-schema.ts';

export class InstrumentController {
  readonly #instruments: KeepInstruments;

  constructor(instruments: KeepInstruments) {
    this.#instruments = instruments;
  }

  readonly list: Produce = async (req, res) => {
    const rows = await this.#instruments.list(actorOf(res), readOwner(req));
    return { body: JSON.stringify(rows.map(instrumentView)) };
  };

  readonly name: RequestHandler = async (req, res) => {
    const [wanted, draft] = [String(req.params['alias']), readAliasDraft(req.body)];
    const { alias, isNew } = await this.#instruments.name(actorOf(res), wanted, draft);
    if (isNew) res.setHeader('Location', `/api/v1/instruments/${encodeURIComponent(alias.alias)}`);
    sendJson(res, isNew ? 201 : 200, JSON.stringify(aliasView(alias)));
  };

  readonly forget: RequestHandler = async (req, res) => {
    await this.#instruments.forget(actorOf(res), instrumentIn(req, 'alias'));
    sendNothing(res);
  };
}

const aliasView = ({ alias, instrument, name }: InstrumentAlias) => ({ alias, instrument, name });

const instrumentView = (row: InstrumentRow): InstrumentRow => ({
  instrument: row.instrument,
  figi: row.figi,
  isin: row.isin,
  symbol: row.symbol,
  name: row.name,
  aliases: row.aliases.map(({ alias, name }) => ({ alias, name })),
  operations: row.operations,
});
