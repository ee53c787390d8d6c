import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'freetrade',
  { GBP: '-9435.63' },
  `
1 | withdrawal |  |  |  | GBP | -2412.19 |  | 2024-04-18T18:09:12.259Z | content
2 | deposit |  |  |  | GBP | 1000 |  | 2024-04-01T00:35:22.634Z | content
3 | dividend | GB00B11V7W98 ATST | 421 |  | GBP | 26.69 |  | 2024-03-28T18:45:00.000Z | content
4 | dividend | US67066G1040 NVDA | 11.5362937 |  | GBP | 0.31 |  | 2024-03-27T06:26:00.000Z | content
5 | interest |  |  |  | GBP | 0.21 |  | 2024-03-15T00:00:00.000Z | content
6 | buy | IE00B3RBWM25 VWRL | 10 | 99.25 | GBP | -992.5 | 0 | 2024-03-04T11:01:19.356Z | own
7 | ignored
8 | buy | GB00B11V7W98 ATST | 421 | 11.97869359 | GBP | -5068.25 | 25.22 | 2024-02-23T15:34:06.099Z | own
9 | dividend | US0378331005 AAPL | 41.83076059 |  | GBP | 6.78 |  | 2024-02-15T17:39:00.000Z | content
10 | buy | US67066G1040 NVDA | 4.1056135 | 484.45622073 | GBP | -1996.75 | 7.76 | 2024-01-24T15:16:15.350Z | own
11 | ignored
12 | transfer_in | IE00B3RBWM25 VWRL | 1 | 4.9477 | GBP |  |  | 2024-01-21T15:14:54.175Z | own
13 | dividend | US0378331005 AAPL | 1 |  | GBP | 0.07 |  | 2025-04-11T15:24:00.000Z | content
`,
);
