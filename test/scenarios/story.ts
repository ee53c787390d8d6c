import type { AliasDraft } from '#domain/ledger/instrument-alias.ts';

/** A ledger story: what somebody records, in the words of the API, and what it comes to. */
export type Story = {
  readonly title: string;
  /** Each a day later than the one before, unless it says when. */
  readonly operations: readonly Readonly<Record<string, string | null>>[];
  /** After the operations. */
  readonly aliases?: Readonly<Record<string, AliasDraft['instrument']>>;
  /** `BBG000B9XRY4 USD: 15 @ 35; 900 gained`, and the same with fees within prices and gains. */
  readonly separate: readonly string[];
  readonly capitalised: readonly string[];
  /** `5372.25 USD` */
  readonly cash: readonly string[];
};
