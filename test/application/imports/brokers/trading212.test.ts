import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'trading212',
  { EUR: '45.44' },
  `
1 | deposit |  |  |  | EUR | 31 |  | 2023-12-18T11:45:06.326Z | own
2 | buy | US17275R1023 CSCO | 0.029053 | 45.778404983994768182 | EUR | -1.33 |  | 2023-12-18T14:30:03.613Z | own
3 | buy | US9256521090 VICI | 0.041014 | 29.25830204320475935 | EUR | -1.2 |  | 2023-12-18T14:30:06.892Z | own
4 | buy | US00217D1000 ASTS | 0.29764 | 4.938852304797742239 | EUR | -1.47 |  | 2023-12-18T14:30:07.812Z | own
5 | sell | US04634X2027 ASTR | 0.61254 | 1.142782512162471022 | EUR | 0.7 |  | 2023-12-26T14:30:05.104Z | own
6 | dividend | US56035L1044 MAIN | 0.154334 |  | EUR | 0.03 |  | 2023-12-27T12:05:25.000Z | content
7 | dividend | US9078181081 UNP | 0.0280492 |  | EUR | 0.03 |  | 2023-12-28T09:32:51.000Z | content
8 | dividend | IE00B1XNHC34 INRG | 0.0280492 |  | EUR | 17.67 |  | 2024-01-12T14:14:14.000Z | content
9 | interest |  |  |  | EUR | 0.01 |  | 2023-11-06T22:06:41.360Z | own
10 | problem | Price / share
11 | problem | Price / share
12 | problem | Price / share
13 | problem | Price / share
`,
);
