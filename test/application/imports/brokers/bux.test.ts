import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'bux',
  { EUR: '-1750.98' },
  `
1 | problem | Transaction Currency
2 | problem | Transaction Currency
3 | buy | NL0011821202 | 49 | 11.08 | EUR | -542.92 |  | 2023-03-21T12:37:29.383Z | content
4 | fee | NL0011821202 |  |  | EUR | -1.5 |  | 2023-03-21T12:37:29.384Z | content
5 | buy | NL0011821202 | 0.638989 | 11.08 | EUR | -7.08 |  | 2023-03-21T12:37:29.384Z | content
6 | fee |  |  |  | EUR | -2.99 |  | 2023-05-02T09:07:12.872Z | content
7 | dividend | NL0011821202 |  |  | EUR | 16.4 |  | 2023-05-05T09:38:06.646Z | content
8 | fee |  |  |  | EUR | -2.99 |  | 2023-06-01T16:51:19.620Z | content
9 | fee |  |  |  | EUR | -2.99 |  | 2023-07-01T10:32:03.013Z | content
10 | interest |  |  |  | EUR | 0.23 |  | 2023-07-09T08:25:51.533Z | content
11 | fee |  |  |  | EUR | -2.99 |  | 2023-08-01T14:19:45.363Z | content
12 | dividend | NL0011821202 |  |  | EUR | 14.76 |  | 2023-08-14T14:37:01.245Z | content
13 | fee |  |  |  | EUR | -2.99 |  | 2023-09-01T16:28:48.386Z | content
14 | fee |  |  |  | EUR | -2.99 |  | 2023-10-01T14:20:38.540Z | content
15 | interest |  |  |  | EUR | 0.34 |  | 2023-10-05T06:10:02.073Z | content
16 | interest |  |  |  | EUR | 0.11 |  | 2023-11-05T06:05:37.311Z | content
17 | deposit |  |  |  | EUR | 10 |  | 2024-01-19T16:15:46.543Z | content
18 | withdrawal |  |  |  | EUR | -1200 |  | 2024-05-14T11:57:08.427Z | content
19 | problem | Transaction Amount
20 | buy | US3755581036 | 0.104172 | 95.995085051645355758 | EUR | -10 |  | 2025-06-11T14:45:18.652Z | content
21 | adjustment |  |  |  | EUR | 4.67 |  | 2020-07-06T07:21:16.051Z | content
22 | adjustment |  |  |  | EUR | 1.95 |  | 2020-07-06T10:41:38.128Z | content
23 | transfer_out | US0378331005 | 2 |  | EUR |  |  | 2020-08-31T09:16:47.570Z | content
24 | transfer_in | US0378331005 | 8 | 104.698492462311557789 | EUR |  |  | 2020-08-31T09:18:46.264Z | content
25 | buy | IE00B1TXK627 | 0.313873 | 63.7199999 | EUR | -20 |  | 2025-12-29T15:49:52.643Z | content
`,
);
