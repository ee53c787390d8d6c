import type { OperationField } from '#domain/ledger/operation-draft.ts';
import {
  type Need,
  OPERATION_TYPE_RULES,
  type OperationType,
  type OperationTypeRule,
} from '#domain/ledger/operation-type.ts';
import type { Decimal } from '#domain/shared/decimal.ts';
import type { DraftReader } from '#domain/shared/draft-reader.ts';

/** The fields that rules across fields ask about; null where one is absent or was refused by itself. */
export type OperationTerms = {
  readonly type: OperationType | null;
  readonly figi: string | null;
  readonly isin: string | null;
  readonly symbol: string | null;
  readonly quantity: Decimal | null;
  readonly price: Decimal | null;
  readonly currency: string | null;
  readonly payment: Decimal | null;
  readonly fee: Decimal | null;
  readonly feeCurrency: string | null;
  readonly accruedInterest: Decimal | null;
  readonly ratio: string | null;
};

type Reader = DraftReader<OperationField>;

/** What a type needs and lacks, and what belongs to other types only. Complaints go to the reader, all of them. */
export function checkOperationRules(reader: Reader, terms: OperationTerms): void {
  if (terms.type !== null) {
    const rule = OPERATION_TYPE_RULES[terms.type];
    for (const need of rule.needs) checkNeed(reader, terms, terms.type, need);
    checkPaymentSign(reader, terms, terms.type, rule);
    checkBelonging(reader, terms, terms.type);
  }
  checkCurrencyOfMoney(reader, terms);
}

function checkNeed(reader: Reader, terms: OperationTerms, type: OperationType, need: Need): void {
  const of = `An operation of type ${type} needs`;
  if (need === 'name') {
    const named = terms.figi ?? terms.isin ?? terms.symbol;
    if (named === null && reader.isSound('figi', 'isin', 'symbol')) {
      reader.refuse('figi', 'REQUIRED', `${of} a name: one of figi, isin or symbol.`);
    }
  } else if (terms[need] === null) {
    reader.refuse(need, 'REQUIRED', `${of} a ${need}.`);
  } else if (need === 'quantity' && terms.quantity?.isZero()) {
    reader.refuse('quantity', 'OUT_OF_RANGE', `${of} a quantity greater than zero.`);
  }
}

function checkPaymentSign(reader: Reader, { payment }: OperationTerms, type: OperationType, rule: OperationTypeRule) {
  if (payment === null || rule.paymentSign === null) return;
  const fits = rule.paymentSign === 1 ? payment.isPositive() : payment.isNegative();
  if (fits) return;
  const wanted = rule.paymentSign === 1 ? 'greater than zero, as money comes in' : 'less than zero, as money goes out';
  reader.refuse('payment', 'OUT_OF_RANGE', `The payment of a ${type} must be ${wanted}.`);
}

function checkBelonging(reader: Reader, terms: OperationTerms, type: OperationType): void {
  if (terms.ratio !== null && type !== 'split') {
    reader.refuse('ratio', 'NOT_ALLOWED', `Only a split has a ratio, not an operation of type ${type}.`);
  }
  if (terms.accruedInterest !== null && type !== 'buy' && type !== 'sell') {
    const detail = `Only a buy or a sell has accrued interest, not an operation of type ${type}.`;
    reader.refuse('accruedInterest', 'NOT_ALLOWED', detail);
  }
}

/** Cash is kept by currency: an amount without one would be in no balance. One missing currency is one complaint. */
function checkCurrencyOfMoney(reader: Reader, terms: OperationTerms): void {
  if (terms.currency !== null) return;
  if (terms.payment !== null && !terms.payment.isZero()) {
    reader.refuse('currency', 'REQUIRED', 'A payment needs a currency.');
  }
  if (terms.fee?.isPositive() && terms.feeCurrency === null && reader.isSound('currency')) {
    reader.refuse('feeCurrency', 'REQUIRED', 'A fee needs a currency, its own or that of the operation.');
  }
}
