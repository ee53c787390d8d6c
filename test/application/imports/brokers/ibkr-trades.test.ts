import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'ibkr-trades',
  { CHF: '-30021.23142', USD: '0.732' },
  `
1 | buy | CH0111762537 | 7 | 282.7 | CHF | -1983.9 | 5 | 2023-05-22 | content
2 | buy | US9220427424 | 95 | 93.78 | USD | -8910.1 | 1 | 2023-05-22 | content
3 | buy | US9220427424 | 105 | 95.42 | USD | -10020.1 | 1 | 2023-06-09 | content
4 | buy | US9220427424 | 11 | 95.46 | USD | -1051.06 | 1 | 2023-06-09 | content
5 | buy | US9220427424 | 1 | 97.84 | USD | -98.819 | 0.979 | 2023-08-03 | content
6 | buy | US9220427424 | 2 | 103.18 | USD | -207.36 | 1 | 2023-12-28 | content
7 | buy | US9220427424 | 97 | 103.61 | USD | -10051.17 | 1 | 2024-01-26 | content
8 | buy | US9220427424 | 12 | 103.66 | USD | -1244.92 | 1 | 2024-01-29 | content
9 | adjustment |  |  |  | USD | 8938.4 |  | 2023-05-22 | content
9 | adjustment |  |  |  | CHF | -8000 |  | 2023-05-22 | content /2
9 | fee |  |  |  | CHF | -1.79924 |  | 2023-05-22 | content /3
10 | adjustment |  |  |  | USD | 11085.787 |  | 2023-06-09 | content
10 | adjustment |  |  |  | CHF | -10012 |  | 2023-06-09 | content /2
10 | fee |  |  |  | CHF | -1.79802 |  | 2023-06-09 | content /3
11 | adjustment |  |  |  | USD | 11560.074 |  | 2024-01-26 | content
11 | adjustment |  |  |  | CHF | -10020 |  | 2024-01-26 | content /2
11 | fee |  |  |  | CHF | -1.73416 |  | 2024-01-26 | content /3
`,
);
