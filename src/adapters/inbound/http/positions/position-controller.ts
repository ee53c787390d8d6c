import type { ListPositions } from '#application/ledger/list-positions.ts';
import type { Produce } from '../caching/cached.ts';
import { instrumentIn } from '../path-instrument.ts';
import { actorOf } from '../who-asks.ts';
import { readPositionsQuery, readStoryQuery } from './position-schema.ts';

export class PositionController {
  readonly #positions: ListPositions;

  constructor(positions: ListPositions) {
    this.#positions = positions;
  }

  readonly list: Produce = async (req, res) => {
    const { query, userId } = readPositionsQuery(req);
    return { body: await this.#positions.execute(actorOf(res), query, userId) };
  };

  readonly lots: Produce = async (req, res) => {
    const { query, userId } = readStoryQuery(req, instrumentIn(req, 'instrument'));
    return { body: await this.#positions.explain(actorOf(res), query, userId) };
  };
}
