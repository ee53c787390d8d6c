import type { Story } from '../story.ts';

/** 100 become 33.33…, which three more splits could not round: the sale of all of it leaves nothing. */
export const story: Story = {
  title: 'A reverse split that leaves a third of a share, and its inverse',
  operations: [
    { type: 'buy', symbol: 'PENNY', quantity: '100', price: '0.3' },
    { type: 'split', symbol: 'PENNY', ratio: '1:3' },
    { type: 'sell', symbol: 'PENNY', quantity: '33', price: '1' },
    { type: 'split', symbol: 'PENNY', ratio: '3:1' },
    { type: 'sell', symbol: 'PENNY', quantity: '1', price: '0.5' },
  ],
  separate: ['PENNY USD: ; 3.5 gained'],
  capitalised: ['PENNY USD: ; 3.5 gained'],
  cash: ['3.5 USD'],
};
