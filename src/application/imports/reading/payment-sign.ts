import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { BuiltOperation } from './bind-operation.ts';
import type { Mapping } from './mapping.ts';

/** Whatever sign a file writes these with, there is one direction in which their money can go. */
const DIRECTION: Partial<Record<OperationType, 1 | -1>> = { buy: -1, sell: 1, deposit: 1, withdrawal: -1 };
/** Where the file writes no minus at all, these are paid out. */
const USUALLY_OUT: ReadonlySet<string> = new Set(['fee', 'tax']);

/** The same operation with its payment as the ledger has it: in is positive, out negative. Fees have no sign, nor have quantities. */
export function withSignOfType(built: BuiltOperation, payments: Mapping['payments']): BuiltOperation {
  const { payment, fee, quantity, type } = built.draft;
  const direction =
    DIRECTION[type as OperationType] ?? (payments === 'unsigned' && USUALLY_OUT.has(type ?? '') ? -1 : null);
  return {
    ...built,
    draft: {
      ...built.draft,
      ...(typeof payment === 'string' && direction !== null ? { payment: signed(payment, direction) } : {}),
      ...(typeof fee === 'string' ? { fee: fee.replace('-', '') } : {}),
      ...(typeof quantity === 'string' && type !== 'buy' ? { quantity: quantity.replace('-', '') } : {}),
    },
  };
}

function signed(payment: string, direction: 1 | -1): string {
  const magnitude = payment.replace('-', '');
  return direction === -1 && magnitude !== '0' ? `-${magnitude}` : magnitude;
}
