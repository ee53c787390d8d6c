import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'etoro',
  { USD: '-104.12' },
  `
1 | interest |  |  |  | USD | 0.08 |  | 2024-01-01T05:50:54.000Z | content
2 | dividend | NKE |  |  | USD | 0.17 |  | 2024-01-02T00:10:33.000Z | shared
3 | dividend | NKE |  |  | USD | 0.16 |  | 2024-01-02T00:10:33.000Z | shared
4 | dividend | LRCX |  |  | USD | 0.51 |  | 2024-01-03T00:04:03.000Z | shared
5 | ignored
6 | ignored
7 | withdrawal |  |  |  | USD | -100.11 |  | 2024-01-03T13:09:09.000Z | content
8 | dividend | NXPI |  |  | USD | 0.28 |  | 2024-01-07T13:21:57.000Z | shared
9 | dividend | NXPI |  |  | USD | 0.04 |  | 2024-01-07T13:21:57.000Z | shared
10 | sell | OLED | 0.102626 | 179.584120982986767486 | USD | 18.43 |  | 2024-01-09T15:30:40.000Z | shared
11 | sell | AMAT | 0.002556 | 148.669796557120500782 | USD | 0.38 |  | 2024-01-09T15:36:54.000Z | shared
12 | buy | AMD | 0.337209 | 147.920132618049933424 | USD | -49.88 |  | 2024-01-09T15:37:16.000Z | shared
13 | buy | SLAB | 0.219575 | 124.649891836502334054 | USD | -27.37 |  | 2024-01-09T15:37:25.000Z | shared
14 | buy | SWKS | 0.888488 | 105.370021879867820387 | USD | -93.62 |  | 2024-01-09T15:40:09.000Z | shared
15 | dividend | DIS |  |  | USD | 0.14 |  | 2024-01-10T00:11:24.000Z | shared
16 | dividend | DIS |  |  | USD | 0.29 |  | 2024-01-10T00:11:24.000Z | shared
17 | dividend | HST |  |  | USD | 0.07 |  | 2024-01-16T00:17:08.000Z | shared
18 | sell | AMD | 0.388423 | 157.740401572512441333 | USD | 61.27 |  | 2024-01-16T20:08:09.000Z | shared
19 | dividend | KER |  |  | USD | 0.03 |  | 2024-01-17T00:04:27.000Z | shared
20 | dividend | KER |  |  | USD | 0.01 |  | 2024-01-17T00:04:28.000Z | shared
21 | dividend | KER |  |  | USD | 0.01 |  | 2024-01-17T00:04:28.000Z | shared
22 | buy | NKE | 0.398451 | 250.971888638753573212 | USD | -100 |  | 2020-04-14T14:00:25.000Z | shared
23 | fee |  |  |  | USD | -0.1 |  | 2020-04-15T00:46:41.000Z | shared
24 | buy | NKE | 65.359477 | 3.060000005814000011 | USD | -200 |  | 2020-05-18T04:09:41.000Z | shared
25 | fee |  |  |  | USD | -0.31 |  | 2020-05-19T00:51:22.000Z | shared
26 | fee |  |  |  | USD | 0.21 |  | 2020-05-20T01:31:04.000Z | shared
27 | sell | NKE | 65.359477 | 6.000048011400091222 | USD | 392.16 |  | 2020-05-20T20:59:02.000Z | shared
28 | tax | HNKE |  |  | USD | -6.97 |  | 2025-07-10T15:15:01.000Z | shared
`,
);
