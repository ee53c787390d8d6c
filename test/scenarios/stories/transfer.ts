import type { Story } from '../story.ts';

/** Shares that come from another broker keep what they cost there; the oldest leave first, and nobody gains by a transfer. */
export const story: Story = {
  title: 'Shares that come from another broker and go to a third',
  operations: [
    { type: 'transfer_in', isin: 'IE00B3RBWM25', quantity: '20', price: '80', currency: 'GBP' },
    { type: 'buy', isin: 'IE00B3RBWM25', quantity: '10', price: '100', fee: '5', currency: 'GBP' },
    { type: 'transfer_out', isin: 'IE00B3RBWM25', quantity: '25', currency: 'GBP' },
    { type: 'sell', isin: 'IE00B3RBWM25', quantity: '5', price: '110', fee: '5', currency: 'GBP' },
  ],
  separate: ['IE00B3RBWM25 GBP: ; 50 gained'],
  capitalised: ['IE00B3RBWM25 GBP: ; 42.5 gained'],
  cash: ['-460 GBP'],
};
