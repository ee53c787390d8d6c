import type { Story } from '../story.ts';

/** Bought at 98.5 with interest that had accrued, half repaid early, the rest redeemed. */
export const story: Story = {
  title: 'A bond with coupons, amortisation and redemption',
  operations: [
    {
      type: 'buy',
      isin: 'DE0001102580',
      quantity: '10',
      price: '98.5',
      accrued_interest: '12.4',
      fee: '1',
      currency: 'EUR',
    },
    { type: 'coupon', isin: 'DE0001102580', payment: '25', currency: 'EUR' },
    { type: 'amortisation', isin: 'DE0001102580', payment: '500', currency: 'EUR' },
    { type: 'redemption', isin: 'DE0001102580', quantity: '10', payment: '500', currency: 'EUR' },
    { type: 'tax', payment: '-3.75', currency: 'EUR' },
  ],
  separate: ['DE0001102580 EUR: ; 15 gained'],
  capitalised: ['DE0001102580 EUR: ; 14 gained'],
  cash: ['22.85 EUR'],
};
