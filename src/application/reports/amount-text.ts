/** Of coins, which ISO 4217 does not list. */
const COIN_DIGITS = 8;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const formats = new Map<string, Intl.NumberFormat>();

/** A decimal for people, rounded to the smallest coin: `-1,234.50`. Exact until then, as Intl reads a text digit by digit. */
export const amountText = (decimal: string, currency: string | null): string =>
  formatOf(currency ?? '').format(decimal as `${number}`);

function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (format === undefined) {
    const digits = CURRENCIES.has(currency)
      ? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      : { minimumFractionDigits: 0, maximumFractionDigits: COIN_DIGITS };
    const { minimumFractionDigits = 0, maximumFractionDigits = COIN_DIGITS } = digits;
    format = new Intl.NumberFormat('en', { minimumFractionDigits, maximumFractionDigits, signDisplay: 'negative' });
    formats.set(currency, format);
  }
  return format;
}
