import type {
  EntriesRequest,
  PositionRow,
  Positions,
  PositionsRequest,
  StoryRow,
} from '#application/ports/positions.ts';

/** All at once. */
export const WHOLE: EntriesRequest = { limit: 10_000, after: [] };

const keyOf = ({ account_id, instrument, currency }: PositionRow | StoryRow): string =>
  `${account_id} ${instrument} ${currency}`;

/** Page by page; before each next one something else may happen. */
export async function pagesOf<Row>(
  read: (entries: EntriesRequest) => ReturnType<Positions['list']>,
  limit: number,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<Row[][]> {
  const pages: Row[][] = [];
  let after: EntriesRequest['after'] | null = [];
  while (after !== null) {
    const { text, next } = await read({ limit, after });
    if (next?.join() === after.join()) throw new Error('The page ends where it began.');
    pages.push(JSON.parse(text));
    after = next;
    await meanwhile();
  }
  return pages;
}

/** Positions whose lots are on several pages, each in one piece. */
export const joinedPositions = (pages: readonly PositionRow[][]): PositionRow[] =>
  joined(pages, (one, other) => ({ ...other, lots: [...one.lots, ...other.lots] }));

export const joinedStories = (pages: readonly StoryRow[][]): StoryRow[] =>
  joined(pages, (one, other) => ({
    ...other,
    lots: [...one.lots, ...other.lots],
    sales: joinedSales([...one.sales, ...other.sales]),
    changes: [...one.changes, ...other.changes],
  }));

function joined<Row extends PositionRow | StoryRow>(
  pages: readonly Row[][],
  join: (one: Row, other: Row) => Row,
): Row[] {
  const rows = new Map<string, Row>();
  for (const row of pages.flat()) {
    const before = rows.get(keyOf(row));
    rows.set(keyOf(row), before ? join(before, row) : row);
  }
  return [...rows.values()];
}

function joinedSales(sales: StoryRow['sales']): StoryRow['sales'] {
  const all = new Map<string, StoryRow['sales'][number]>();
  for (const sale of sales) {
    const { closes = [] } = all.get(sale.operation_id) ?? {};
    all.set(sale.operation_id, { ...sale, closes: [...closes, ...sale.closes] });
  }
  return [...all.values()];
}

/** Both in small pages. */
export async function walked(positions: Positions, userId: string, request: PositionsRequest, limit: number) {
  return {
    positions: joinedPositions(await pagesOf((entries) => positions.list(userId, request, entries), limit)),
    stories: joinedStories(await pagesOf((entries) => positions.explain(userId, request, entries), limit)),
  };
}
