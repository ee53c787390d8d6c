import type { Story } from '../story.ts';

/** Bare dates: what was bought on a day can be sold on it, however the broker sorts its rows. */
export const story: Story = {
  title: 'A day that a broker tells backwards',
  operations: [
    { type: 'sell', symbol: 'DAY', quantity: '3', price: '12', date: '2024-03-04' },
    { type: 'withdrawal', payment: '-6', date: '2024-03-04' },
    { type: 'buy', symbol: 'DAY', quantity: '3', price: '10', date: '2024-03-04' },
  ],
  separate: ['DAY USD: ; 6 gained'],
  capitalised: ['DAY USD: ; 6 gained'],
  cash: ['0 USD'],
};
