import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'degiro',
  { EUR: '-20635.47', GBP: '19.84', JPY: '0', USD: '-455.5708' },
  `
1 | ignored
2 | ignored
3 | deposit |  |  |  | EUR | 27.8 |  | 2022-12-17T08:51:00.000Z | content
4 | ignored
5 | adjustment |  |  |  | EUR | 1.28 |  | 2022-12-17T07:37:00.000Z | content
6 | adjustment |  |  |  | USD | -1.36 |  | 2022-12-17T07:37:00.000Z | content
7 | ignored
8 | ignored
9 | dividend | US1912161007 |  |  | USD | 0.44 |  | 2022-12-16T08:05:00.000Z | content
10 | tax | US1912161007 |  |  | USD | -0.07 |  | 2022-12-16T08:05:00.000Z | content
11 | dividend | US56035L1044 |  |  | USD | 0.44 |  | 2022-12-16T08:03:00.000Z | content
12 | tax | US56035L1044 |  |  | USD | -0.07 |  | 2022-12-16T08:03:00.000Z | content
13 | dividend | US18539C2044 |  |  | USD | 0.73 |  | 2022-12-16T06:27:00.000Z | content
14 | tax | US18539C2044 |  |  | USD | -0.11 |  | 2022-12-16T06:27:00.000Z | content
15 | ignored
16 | ignored
17 | adjustment | US9256521090 |  |  | USD | 33.9 |  | 2022-12-15T15:55:00.000Z | shared
18 | ignored
19 | adjustment | US9256521090 |  |  | EUR | -31.91 |  | 2022-12-15T15:55:00.000Z | shared
20 | fee | US9256521090 |  |  | EUR | -1 |  | 2022-12-15T15:55:00.000Z | shared
21 | buy | US9256521090 | 1 | 33.9 | USD | -33.9 |  | 2022-12-15T15:55:00.000Z | shared
22 | ignored
23 | ignored
24 | withdrawal |  |  |  | EUR | -15.1 |  | 2022-08-26T11:30:00.000Z | content
25 | adjustment | CA0641491075 |  |  | USD | -63.97 |  | 2021-08-10T14:18:00.000Z | shared
26 | adjustment | CA0641491075 |  |  | EUR | 54.57 |  | 2021-08-10T14:18:00.000Z | shared
27 | fee | CA0641491075 |  |  | EUR | -0.5 |  | 2021-08-10T14:18:00.000Z | shared
28 | sell | CA0641491075 | 1 | 63.97 | USD | 63.97 |  | 2021-08-10T14:18:00.000Z | shared
29 | buy | IE00B3RBWM25 | 1 | 79.35 | EUR | -79.35 |  | 2020-07-13T13:59:00.000Z | shared
30 | buy | IE00B3RBWM25 | 1 | 97.93 | EUR | -97.93 |  | 2023-04-03T07:04:00.000Z | shared
31 | buy | AU000000FBR4 | 500 | 0.039 | EUR | -19.5 |  | 2021-02-16T13:42:00.000Z | shared
32 | dividend | IE0031442068 |  |  | USD | 11.82 |  | 2024-01-02T05:58:00.000Z | content
33 | transfer_in | AU000000FBR4 | 500 | 0.039 | EUR | 0 |  | 2023-02-23T03:21:00.000Z | content
34 | transfer_out | AU000000FBR4 | 500 |  | EUR | 0 |  | 2023-02-23T01:30:00.000Z | content
35 | fee | US00165C1045 |  |  | EUR | -1 |  | 2021-02-01T14:39:00.000Z | shared
36 | buy | US00165C1045 | 1 | 1.2108 | USD | -1.2108 |  | 2021-02-01T14:39:00.000Z | shared
37 | fee | IE00BYXG2H39 |  |  | EUR | -1 |  | 2023-08-01T08:03:00.000Z | shared
38 | sell | IE00BYXG2H39 | 1 | 5.416 | EUR | 5.42 |  | 2023-08-01T08:03:00.000Z | shared
39 | fee | IE00B0M63391 |  |  | EUR | -1 |  | 2023-07-25T12:31:00.000Z | shared
40 | buy | IE00B0M63391 | 1 | 42.53 | EUR | -42.53 |  | 2023-07-25T12:31:00.000Z | shared
41 | buy | IE00B4L5Y983 | 6 | 49.785 | EUR | -298.71 |  | 2019-05-15T07:05:00.000Z | shared
42 | fee | IE00B4L5Y983 |  |  | EUR | -1 |  | 2024-01-02T13:42:00.000Z | shared
43 | buy | IE00B4L5Y983 | 1 | 82.055 | EUR | -82.06 |  | 2024-01-02T13:42:00.000Z | shared
44 | fee |  |  |  | EUR | -2.5 |  | 2024-02-05T06:16:00.000Z | content
45 | fee |  |  |  | EUR | -2.5 |  | 2024-02-05T06:16:00.000Z | content
46 | fee |  |  |  | EUR | -2.5 |  | 2024-02-05T06:16:00.000Z | content
47 | dividend | US00206R1023 |  |  | USD | 1.39 |  | 2024-02-02T07:00:00.000Z | content
48 | fee | FI4000198031 |  |  | EUR | -4.9 |  | 2024-03-11T09:39:00.000Z | shared
49 | buy | FI4000198031 | 6 | 79.96 | EUR | -479.76 |  | 2024-03-11T09:39:00.000Z | shared
50 | dividend | US7561091049 |  |  | USD | 0.51 |  | 2024-03-18T07:38:00.000Z | content
51 | tax | US7561091049 |  |  | USD | -0.15 |  | 2024-03-18T07:38:00.000Z | content
52 | adjustment |  |  |  | EUR | 0.79 |  | 2024-06-19T04:53:00.000Z | content
53 | adjustment |  |  |  | USD | -0.85 |  | 2024-06-19T04:53:00.000Z | content
54 | deposit |  |  |  | EUR | 25 |  | 2020-10-26T19:25:00.000Z | content
55 | sell | GB00BPQY8M80 | 4 | 4.96 | GBP | 19.84 |  | 2024-04-02T07:00:00.000Z | shared
56 | fee |  |  |  | USD | -0.01 |  | 2024-10-04T05:27:00.000Z | content
57 | adjustment | US0378331005 |  |  | USD | -457.52 |  | 2024-09-19T18:20:00.000Z | shared
58 | adjustment | US0378331005 |  |  | EUR | 408.83 |  | 2024-09-19T18:20:00.000Z | shared
59 | tax | US69181V1070 |  |  | USD | -0.53 |  | 2024-08-01T05:40:00.000Z | content
60 | dividend | US69181V1070 |  |  | USD | 3.5 |  | 2024-08-01T05:39:00.000Z | content
61 | fee |  |  |  | EUR | -2.5 |  | 2024-02-05T06:18:00.000Z | content
62 | adjustment |  |  |  | EUR | 0.24 |  | 2024-08-23T10:21:00.000Z | content
63 | adjustment |  |  |  | EUR | 0.61 |  | 2024-08-23T10:21:00.000Z | content
64 | transfer_in | NL0013654783 | 999 | 0 | EUR | 0 |  | 2023-09-14T06:49:00.000Z | content
65 | dividend | JP3633400001 |  |  | JPY | 9999.99 |  | 2024-05-27T05:41:00.000Z | content
66 | tax | JP3633400001 |  |  | JPY | -9999.99 |  | 2024-05-27T05:41:00.000Z | content
67 | fee | JP3633400001 |  |  | EUR | -9999.99 |  | 2024-03-08T10:25:00.000Z | shared
68 | buy | JP3633400001 | 30 | 22.4 | EUR | -9999.99 |  | 2024-03-08T10:25:00.000Z | shared
69 | adjustment | NL0010661914 |  |  | EUR | -0.25 |  | 2020-07-14T22:00:00.000Z | content
70 | adjustment | NL0010661914 |  |  | EUR | -4.81 |  | 2020-06-09T10:05:00.000Z | content
71 | adjustment |  |  |  | EUR | 12.28 |  | 2025-01-01T05:46:00.000Z | content
72 | adjustment |  |  |  | USD | -12.75 |  | 2025-01-01T05:46:00.000Z | content
73 | dividend | IE00BYPC1H27 |  |  | USD | 0.23 |  | 2024-12-30T06:25:00.000Z | content
74 | ignored
`,
);
