import type { Story } from '../story.ts';

/** One share in two currencies: two positions, which both follow the split; a gain never mixes currencies. */
export const story: Story = {
  title: 'One share in two currencies, and a split of both',
  operations: [
    { type: 'buy', figi: 'BBG000BPH459', quantity: '2', price: '300' },
    { type: 'buy', figi: 'BBG000BPH459', quantity: '2', price: '270', currency: 'EUR' },
    { type: 'split', figi: 'BBG000BPH459', ratio: '2:1', currency: null },
    { type: 'sell', figi: 'BBG000BPH459', quantity: '4', price: '160', currency: 'EUR' },
  ],
  separate: ['BBG000BPH459 EUR: ; 100 gained', 'BBG000BPH459 USD: 4 @ 150; 0 gained'],
  capitalised: ['BBG000BPH459 EUR: ; 100 gained', 'BBG000BPH459 USD: 4 @ 150; 0 gained'],
  cash: ['100 EUR', '-600 USD'],
};
