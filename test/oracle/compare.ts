import { cashMoves } from '#domain/ledger/cash-figures.ts';
import { FEE_VIEWS, type FeeView, lotPrice } from '#domain/ledger/lot.ts';
import { LotStory } from '#domain/ledger/lot-story.ts';
import { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { Position, positionEntry } from '#domain/ledger/position.ts';
import { ToldStory } from '#domain/ledger/told-story.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { ACCOUNT_ID, NOW, OPERATION_ID, USER_ID } from '#test/domain/builders.ts';
import { type Judgement, judge } from './beancount.ts';
import type { OracleOperation } from './journals.ts';

/** A journal of beancount has no fractions: what does not end was cut far behind this. */
const TOLERANCE = Fraction.parse('0.000000000000000000000001');

type Lots = readonly { readonly quantity: string; readonly price: string }[];
type Told = {
  readonly lots: Map<string, Lots>;
  readonly gains: Map<string, string>;
  readonly realised: Map<string, string>;
  readonly cash: Map<string, string>;
};

/** Everything in which we and beancount differ, with fees apart and within; nothing, it is to be hoped. */
export async function differences(operations: readonly OracleOperation[]): Promise<string[]> {
  const found: string[] = [];
  for (const fees of FEE_VIEWS) {
    const [ours, theirs] = [reckoned(operations, fees), told(await judge(operations, fees))];
    for (const what of ['gains', 'realised', 'cash'] as const)
      for (const name of new Set([...ours[what].keys(), ...theirs[what].keys()])) {
        const [one, other] = [ours[what].get(name) ?? '0', theirs[what].get(name) ?? '0'];
        if (!isNear(one, other)) found.push(`${fees} ${what} of ${name}: ${one}, beancount ${other}`);
      }
    for (const name of new Set([...ours.lots.keys(), ...theirs.lots.keys()])) {
      const [one, other] = [ours.lots.get(name) ?? [], theirs.lots.get(name) ?? []];
      const isSame =
        one.length === other.length &&
        one.every(
          ({ quantity, price }, at) => isNear(quantity, other[at]?.quantity) && isNear(price, other[at]?.price),
        );
      if (!isSame) found.push(`${fees} lots of ${name}: ${JSON.stringify(one)}, beancount ${JSON.stringify(other)}`);
    }
  }
  return found;
}

const isNear = (one: string, other = '0'): boolean =>
  Fraction.parse(one).minus(Fraction.parse(other)).abs().compare(TOLERANCE) <= 0;

function told({ lots, gains, realised, cash }: Judgement): Told {
  const sums = new Map<string, string>();
  for (const { op, gain } of gains)
    sums.set(
      op,
      Fraction.parse(sums.get(op) ?? '0')
        .plus(Fraction.parse(gain))
        .toString(),
    );
  return {
    lots: new Map(
      Object.entries(Object.groupBy(lots, (lot) => `${lot.account.slice(1)} ${lot.figi}`) as Record<string, Lots>),
    ),
    gains: sums,
    realised: new Map(realised.map(({ account, figi, gain }) => [`${account.slice(1)} ${figi}`, gain])),
    cash: new Map(cash.map(({ account, amount }) => [account.slice(1), amount])),
  };
}

function reckoned(operations: readonly OracleOperation[], fees: FeeView): Told {
  const books = new Map<string, { position: Position; story: LotStory }>();
  const cash = new Map<string, Fraction>();
  for (const { id, account, ...rest } of operations) {
    const operation = Operation.restore({
      ...Operation.record(OPERATION_ID, USER_ID, ACCOUNT_ID, draftOf(rest), NOW),
      id,
    });
    for (const { amount } of cashMoves(operation.fields))
      cash.set(account, (cash.get(account) ?? Fraction.ZERO).plus(Fraction.of(amount)));
    if (operation.name === null) continue;
    const name = `${account} ${operation.name}`;
    const book = books.get(name) ?? { position: Position.empty(), story: new LotStory() };
    books.set(name, book);
    const entry = positionEntry(operation);
    book.story.tell(entry, book.position.apply(entry));
  }
  const each = [...books];
  const sales = each.flatMap(([, { position, story }]) => {
    const told = new ToldStory(fees, position.lots);
    for (const event of story.events) told.add(event);
    return told.sales;
  });
  const lotsOf = (position: Position): Lots =>
    position.lots.map((lot) => ({ quantity: lot.left.toString(), price: lotPrice(lot, fees).toString() }));
  return {
    lots: new Map(each.map(([name, { position }]) => [name, lotsOf(position)])),
    gains: new Map(sales.map(({ operation_id, gain }) => [operation_id, gain])),
    realised: new Map(each.map(([name, { position }]) => [name, position.realisedGain(fees).toString()])),
    cash: new Map([...cash].map(([account, amount]) => [account, amount.toString()])),
  };
}

function draftOf({ type, price, quantity, ...rest }: Omit<OracleOperation, 'id' | 'account'>): OperationDraft {
  if (type === 'buy' || type === 'sell') return { type, price, quantity, ...rest };
  if (type === 'split') return { type, ...rest, ratio: RATIOS[quantity ?? ''] };
  if (type === 'dividend' || type === 'coupon') return { type, ...rest, symbol: 'INCOME', payment: price };
  return { type, ...rest, payment: type === 'deposit' ? price : `-${price}` };
}

const RATIOS: Readonly<Record<string, string>> = { '2': '2:1', '3': '3:1', '0.1': '1:10', '0.5': '1:2', '1.5': '3:2' };
