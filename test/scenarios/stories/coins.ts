import type { Story } from '../story.ts';

/** The exchange takes its fee in the coin itself: it lessens that cash, and is in no price. Eighteen digits stay eighteen digits. */
export const story: Story = {
  title: 'Coins, with a fee in the coin and the smallest of units',
  operations: [
    {
      type: 'buy',
      symbol: 'ETH',
      quantity: '1.000000000000000001',
      price: '2000',
      currency: 'EUR',
      fee: '0.0005',
      fee_currency: 'ETH',
    },
    { type: 'sell', symbol: 'ETH', quantity: '0.5', price: '2400.5', currency: 'EUR' },
    { type: 'transfer_out', symbol: 'ETH', quantity: '0.25', currency: 'EUR' },
  ],
  separate: ['ETH EUR: 0.250000000000000001 @ 2000; 200.25 gained'],
  capitalised: ['ETH EUR: 0.250000000000000001 @ 2000; 200.25 gained'],
  cash: ['-0.0005 ETH', '-799.750000000000002 EUR'],
};
