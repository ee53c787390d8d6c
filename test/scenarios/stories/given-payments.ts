import type { Story } from '../story.ts';

/** What the broker says that it took counts for the cash, to the cent that it rounded; lots are made of price and quantity. */
export const story: Story = {
  title: 'Payments that the broker rounded',
  operations: [
    { type: 'buy', symbol: 'FRAC', quantity: '0.638989', price: '11.08', payment: '-7.08' },
    { type: 'sell', symbol: 'FRAC', quantity: '0.638989', price: '12', payment: '7.67' },
    { type: 'fee', payment: '-2.99' },
    { type: 'interest', payment: '0.23' },
    { type: 'adjustment', payment: '1.24' },
  ],
  separate: ['FRAC USD: ; 0.58786988 gained'],
  capitalised: ['FRAC USD: ; 0.58786988 gained'],
  cash: ['-0.93 USD'],
};
