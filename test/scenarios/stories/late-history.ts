import type { Story } from '../story.ts';

/** The export of a broker begins after the purchase: the sale opens a short, and the purchase that is found later closes it. */
export const story: Story = {
  title: 'A history that begins late and is completed afterwards',
  operations: [
    { type: 'sell', isin: 'US0378331005', quantity: '5', price: '190', date: '2024-05-10' },
    { type: 'buy', isin: 'US0378331005', quantity: '8', price: '150', date: '2023-01-10' },
  ],
  separate: ['US0378331005 USD: 3 @ 150; 200 gained'],
  capitalised: ['US0378331005 USD: 3 @ 150; 200 gained'],
  cash: ['-250 USD'],
};
