import type { Story } from '../story.ts';

export const story: Story = {
  title: 'Two purchases, a sale, a split, a sale beyond what was held, and its cover',
  operations: [
    { type: 'deposit', payment: '5000' },
    { type: 'buy', figi: 'BBG000B9XRY4', quantity: '10', price: '100', fee: '1' },
    { type: 'buy', figi: 'BBG000B9XRY4', quantity: '10', price: '120', fee: '1' },
    { type: 'sell', figi: 'BBG000B9XRY4', quantity: '15', price: '150', fee: '1.5' },
    { type: 'split', figi: 'BBG000B9XRY4', ratio: '4:1' },
    { type: 'sell', figi: 'BBG000B9XRY4', quantity: '30', price: '40', fee: '3' },
    { type: 'buy', figi: 'BBG000B9XRY4', quantity: '25', price: '35', fee: '2.5' },
    { type: 'dividend', figi: 'BBG000B9XRY4', payment: '6.25' },
  ],
  separate: ['BBG000B9XRY4 USD: 15 @ 35; 900 gained'],
  capitalised: ['BBG000B9XRY4 USD: 15 @ 35.1; 892.5 gained'],
  cash: ['5372.25 USD'],
};
