import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'revolut-invest',
  { EUR: '-70', USD: '-30.42' },
  `
1 | withdrawal |  |  |  | USD | -30.93 |  | 2019-12-02T08:23:08.459Z | content
2 | deposit |  |  |  | USD | 5.22 |  | 2019-11-15T23:15:55.878Z | content
3 | buy | O | 1.63453043 | 52.07 | USD | -85.11 |  | 2023-09-22T13:30:10.514Z | content
4 | sell | MA | 0.1998348 | 402.13 | USD | 80.34 |  | 2023-07-14T13:30:00.797Z | content
5 | dividend | MSFT |  |  | USD | 0.08 |  | 2019-12-13T08:40:00.835Z | content
6 | fee |  |  |  | USD | -0.01 |  | 2021-09-01T07:40:54.539Z | content
7 | ignored
8 | transfer_in | TSLA | 0.16431924 |  | USD |  |  | 2022-08-25T08:27:46.419Z | content
9 | adjustment |  |  |  | USD | -0.01 |  | 2023-09-09T07:59:34.452Z | content
10 | ignored
11 | buy | TSLA | 0.56217674 | 88.94 | EUR | -50 |  | 2025-06-05T07:26:04.809Z | content
12 | buy | MSFT | 0.76672417 | 26.09 | EUR | -20 |  | 2025-09-08T07:29:03.333Z | content
`,
);
