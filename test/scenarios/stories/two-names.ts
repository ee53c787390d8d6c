import type { Story } from '../story.ts';

/** One broker says ISIN, the other the ticker: the user says that they are one. */
export const story: Story = {
  title: 'A ticker and an ISIN that are one instrument',
  operations: [
    { type: 'buy', isin: 'IE00B3XXRP09', quantity: '4', price: '70', currency: 'EUR' },
    { type: 'sell', symbol: 'VUSA:XAMS', quantity: '1', price: '75', currency: 'EUR' },
    { type: 'dividend', symbol: 'VUSA:XAMS', payment: '0.9', currency: 'EUR' },
  ],
  aliases: { 'VUSA:XAMS': 'IE00B3XXRP09' },
  separate: ['IE00B3XXRP09 EUR: 3 @ 70; 5 gained'],
  capitalised: ['IE00B3XXRP09 EUR: 3 @ 70; 5 gained'],
  cash: ['-204.1 EUR'],
};
