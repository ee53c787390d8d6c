import type { Story } from '../story.ts';

/** 1,200 come back for shares that cost 1,000: the 200 beyond are gain, and the shares cost nothing any more. */
export const story: Story = {
  title: 'A return of capital beyond the cost',
  operations: [
    { type: 'buy', symbol: 'TRUST', quantity: '100', price: '10' },
    { type: 'return_of_capital', symbol: 'TRUST', payment: '1200' },
    { type: 'sell', symbol: 'TRUST', quantity: '40', price: '2' },
  ],
  separate: ['TRUST USD: 60 @ 0; 280 gained'],
  capitalised: ['TRUST USD: 60 @ 0; 280 gained'],
  cash: ['280 USD'],
};
