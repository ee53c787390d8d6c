import type { PoolClient } from 'pg';
import type { TextPosition } from '#application/ledger/listed-positions.ts';
import { keyIn } from '#application/ledger/position-rows.ts';
import { MOST_CHARACTERS } from '#application/ledger/text-page.ts';
import { type EntriesRequest, type PositionsRequest, TooManyOperations } from '#application/ports/positions.ts';
import type { FeeView } from '#domain/ledger/lot.ts';
import { type NamedStatement, rowsIn } from '../connect.ts';
import { present } from '../row-text.ts';
import type { TextRow } from '../text-rows.ts';

/** Of lots that are cut into lines where the request is. */
const FEW_BYTES = 500_000;

/**
 * As much as a page has, and then one position more, which tells that there are more. From the position at the place on, which may be told for the most part and does not count. What is left out of the sums is read by its length
 * alone.
 */
const listOf = (view: FeeView): NamedStatement => ({
  name: `positions-${view}`,
  text: `WITH next AS (
 SELECT account_id, instrument, currency, ${view} AS figures, ${view}_lots AS lots,
  CASE WHEN (account_id, instrument, currency) = ($4::uuid, $5::text, $6::text) THEN 0
   ELSE octet_length(${view}::text) + octet_length(${view}_lots) END AS bytes
 FROM positions WHERE user_id = $1 AND currency <> '' AND ($2::uuid[] IS NULL OR account_id = ANY ($2)) AND ($3::text IS NULL OR instrument = $3)
  AND ($4 IS NULL OR (account_id, instrument, currency) >= ($4, $5, $6))
 ORDER BY account_id, instrument, currency LIMIT $7
), summed AS (
 SELECT *, coalesce(sum(bytes) OVER (ORDER BY account_id, instrument, currency ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING), 0) AS bytes_before FROM next
)
SELECT account_id, instrument, currency, figures, CASE WHEN octet_length(lots) <= $8 THEN lots END
FROM summed WHERE bytes_before < ${MOST_CHARACTERS} ORDER BY account_id, instrument, currency`,
});

/**
 * What is kept, so far as a page needs it.
 * @param isHere to cut many lots into lines would hold up the event loop: who comes to them is refused with TooManyOperations.
 */
export async function keptPositions(
  client: PoolClient,
  userId: string,
  { accountIds, instrument, fees }: PositionsRequest,
  { limit, after }: EntriesRequest,
  isHere: boolean,
): Promise<Iterable<TextPosition>> {
  const [account = null, name = null, currency = null] = keyIn(after);
  const most = isHere ? FEW_BYTES : 2 ** 31 - 1;
  const values = [userId, accountIds, instrument, account, name, currency, limit + 2, most];
  return positionsOf(await rowsIn(client, listOf(fees), values));
}

function* positionsOf(rows: readonly TextRow[]): Iterable<TextPosition> {
  for (const [account, instrument, currency, figures, lots] of rows) {
    if (typeof lots !== 'string') throw new TooManyOperations();
    yield {
      place: [present(account), present(instrument), present(currency)],
      figures: present(figures),
      lots,
    };
  }
}
