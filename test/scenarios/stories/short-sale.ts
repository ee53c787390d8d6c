import type { Story } from '../story.ts';

/** A short is opened at 50, covered at 40 in two parts; the rest loses. */
export const story: Story = {
  title: 'A short sale that is covered in parts',
  operations: [
    { type: 'short', symbol: 'GME', quantity: '10', price: '50', fee: '2' },
    { type: 'cover', symbol: 'GME', quantity: '4', price: '40', fee: '1' },
    { type: 'cover', symbol: 'GME', quantity: '3', price: '60' },
  ],
  separate: ['GME USD: -3 @ 50; 10 gained'],
  // Each share was sold for 49.8: 4 × (49.8 − 40.25) + 3 × (49.8 − 60).
  capitalised: ['GME USD: -3 @ 49.8; 7.6 gained'],
  cash: ['157 USD'],
};
