import type { ListPositions } from '#application/ledger/list-positions.ts';
import type { TextPage } from '#application/ports/positions.ts';
import type { Produce } from '../caching/cached.ts';
import type { Answer } from '../caching/representation.ts';
import type { Cursors } from '../cursor.ts';
import { instrumentIn } from '../path-instrument.ts';
import { actorOf } from '../who-asks.ts';
import { type PositionsRead, readPositionsQuery, readStoryQuery } from './position-schema.ts';

export class PositionController {
  readonly #positions: ListPositions;
  readonly #cursors: Cursors;

  constructor(positions: ListPositions, cursors: Cursors) {
    this.#positions = positions;
    this.#cursors = cursors;
  }

  readonly list: Produce = async (req, res) => {
    const actor = actorOf(res);
    const read = readPositionsQuery(req, actor.userId, this.#cursors);
    return this.#answer(read, await this.#positions.execute(actor, read.query, read.entries, read.userId));
  };

  readonly lots: Produce = async (req, res) => {
    const [actor, instrument] = [actorOf(res), instrumentIn(req, 'instrument')];
    const read = readStoryQuery(req, instrument, actor.userId, this.#cursors);
    return this.#answer(read, await this.#positions.explain(actor, read.query, read.entries, read.userId));
  };

  #answer({ scope }: PositionsRead, { text, next }: TextPage): Answer {
    return { body: text, next: next ? this.#cursors.write(scope, next) : undefined };
  }
}
