import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'ibkr-dividends',
  { CHF: '32.08', JPY: '455', USD: '334.61' },
  `
1 | dividend | US9220427424 VT |  |  | USD | 137.23 |  | 2023-06-23 | content
2 | tax | CH0111762537 SMMCHA |  |  | CHF | -14.68 |  | 2023-09-13 | content
3 | tax | US9220427424 VT |  |  | USD | -20.58 |  | 2023-06-23 | content
4 | tax | US9220427424 VT |  |  | USD | -12.9 |  | 2023-09-21 | content
5 | tax | US9220427424 VT |  |  | USD | -25.47 |  | 2023-12-21 | content
6 | return_of_capital | CH0111762537 SMMCHA |  |  | CHF | 4.83 |  | 2023-09-13 | content
7 | dividend | CH0111762537 SMMCHA |  |  | CHF | 41.93 |  | 2023-09-13 | content
8 | dividend | US9220427424 VT |  |  | USD | 85.97 |  | 2023-09-21 | content
9 | dividend | US9220427424 VT |  |  | USD | 169.77 |  | 2023-12-21 | content
10 | dividend | JP3546800008 4543.T |  |  | JPY | 455 |  | 2025-06-25 | content
11 | dividend | US11135F1012 AVGO |  |  | USD | 0.59 |  | 2025-06-30 | content
`,
);
