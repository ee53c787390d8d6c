import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'avanza',
  { SEK: '-94340.33' },
  `
1 | withdrawal |  |  |  | SEK | -54400 |  | 2025-01-14 | content
2 | sell | NO0010827280 | 352.033838 | 154.665276 | SEK | 54447.41 | 0 | 2025-01-13 | content
3 | withdrawal |  |  |  | SEK | -91900 |  | 2025-01-10 | content
4 | buy | SE0004841500 | 6.3572 | 191.120305 | SEK | -1214.99 | 0 | 2019-04-04 | content
5 | deposit |  |  |  | SEK | 1215 |  | 2019-04-01 | content
6 | buy | SE0007126000 | 2 | 890.47 | SEK | -1800 | 19 | 2022-09-19 | content
7 | deposit |  |  |  | SEK | 3650 |  | 2022-09-19 | content
8 | withdrawal |  |  |  | SEK | -7447 |  | 2025-01-08 | content
9 | dividend | IE00BYV1YH00 | 503 |  | SEK | 285.38 |  | 2024-12-02 | content
10 | interest |  |  |  | SEK | 0.84 |  | 2024-05-31 | content
11 | interest |  |  |  | SEK | 0.72 |  | 2024-05-31 | content
12 | fee |  |  |  | SEK | 1.24 |  | 2024-02-27 | content
13 | fee |  |  |  | SEK | 85.97 |  | 2023-03-29 | content
14 | tax |  |  |  | SEK | -26 |  | 2022-01-27 | content
15 | tax |  |  |  | SEK | -118 |  | 2023-01-27 | content
16 | tax | US78409V1044 |  |  | SEK | -16.49 |  | 2023-09-13 | content
17 | buy | US78409V1044 | 2 | 3541.48 | SEK | -7104.41 | 21.45 | 2023-03-10 | content
18 | transfer_in | LU2553958823 | 3.6545 |  | SEK |  |  | 2023-03-10 | content
19 | transfer_out | LU0302296149 | 3.6545 |  | SEK |  |  | 2023-03-10 | content
20 | deposit |  |  |  | SEK | 10000 |  | 2023-03-10 | content
`,
  ['6 isin INVALID_CHECK_DIGIT', '9 isin INVALID_CHECK_DIGIT'],
);
