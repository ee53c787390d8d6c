import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'swissquote',
  { CHF: '62020.99', EUR: '2481.97', USD: '39220.25' },
  `
1 | withdrawal |  |  |  | CHF | -2002 | 2 | 2022-08-24T05:00:15.000Z | content
2 | adjustment |  |  |  | EUR | 1995.39 |  | 2022-08-23T10:00:25.000Z | shared
3 | adjustment |  |  |  | USD | -2000 |  | 2022-08-23T10:00:25.000Z | shared
4 | buy | US8863645383 ORFN | 200 | 19.85 | USD | -3975.96 | 5.96 | 2022-08-10T13:30:02.000Z | shared
5 | buy | IE00BM67HQ30 XDWU | 640 | 31.255 | CHF | -20047.55 | 44.35 | 2022-08-09T10:22:24.000Z | shared
6 | buy | IE000EBFYWX3 KROP | 250 | 13.908 | CHF | -3482.7 | 5.7 | 2022-08-09T10:16:00.000Z | shared
7 | buy | IE000EBFYWX3 KROP | 600 | 13.908 | CHF | -8390.9 | 46.1 | 2022-08-09T08:58:19.000Z | shared
8 | buy | IE00BJ5JP105 WENS | 3300 | 5.917 | USD | -19569.74 | 43.64 | 2022-08-09T08:57:01.000Z | shared
9 | adjustment |  |  |  | CHF | 100000 |  | 2022-08-09T08:50:48.000Z | shared
10 | adjustment |  |  |  | USD | -106017.3 |  | 2022-08-09T08:50:48.000Z | shared
11 | sell | IE00B3VVMM84 VDEM | 537 | 55.945 | USD | 29861.56 | 180.91 | 2022-08-09T08:37:37.000Z | shared
12 | sell | IE00B3RBWM25 VWRD | 808 | 105.28 | USD | 84747.79 | 318.45 | 2022-08-09T08:36:57.000Z | shared
13 | withdrawal |  |  |  | CHF | -4002 | 2 | 2022-07-06T05:01:03.000Z | content
14 | fee |  |  |  | CHF | -53.85 |  | 2022-06-30T16:01:13.000Z | content
15 | dividend | IE00B945VV12 VEUD |  |  | EUR | 486.58 |  | 2022-06-30T14:35:13.000Z | content
16 | dividend | IE00B3RBWM25 VWRD |  |  | USD | 1348.24 |  | 2022-06-29T09:17:26.000Z | content
17 | sell | IE00B945VV12 VEUD | 709 | 32.37 | USD | 22835.05 | 115.28 | 2022-06-16T11:14:35.000Z | shared
18 | sell | IE00BCBJG560 WDSC | 367 | 86.08 | USD | 31433.97 | 157.39 | 2022-05-10T12:31:42.000Z | shared
19 | sell | IE00BCBJG560 WDSC | 6 | 86.09 | USD | 489.92 | 26.62 | 2022-05-10T12:31:42.000Z | shared
20 | dividend | IE00B87G8S03 IAAA |  |  | USD | 66.72 |  | 2022-04-29T14:16:24.000Z | content
21 | interest |  |  |  | CHF | -0.01 |  | 2022-01-01T10:37:15.000Z | content
`,
);
