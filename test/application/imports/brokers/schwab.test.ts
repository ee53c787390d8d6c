import { importsAs } from '#test/application/imports/imports-as.ts';

importsAs(
  'schwab',
  { USD: '400074.19' },
  `
1 | buy | SPY | 1.6531 | 420.1 | USD | -694.48 |  | 2023-11-01 | content
2 | dividend | SPY |  |  | USD | 694.48 |  | 2023-10-31 | content
3 | dividend | NFRIX |  |  | USD | 144.11 |  | 2023-10-31 | content
4 | dividend | FIHBX |  |  | USD | 102.3 |  | 2023-10-31 | content
5 | buy | FIHBX | 12.4 | 8.25 | USD | -102.3 |  | 2023-10-31 | content
6 | buy | NFRIX | 8.082 | 17.83 | USD | -144.11 |  | 2023-10-31 | content
7 | interest |  |  |  | USD | 1.63 |  | 2023-10-30 | content
8 | dividend | SWVXX |  |  | USD | 46.23 |  | 2023-10-16 | content
9 | dividend | SNSXX |  |  | USD | 1259.59 |  | 2023-10-16 | content
10 | dividend | SNAXX |  |  | USD | 3706.38 |  | 2023-10-16 | content
11 | buy | SWVXX | 46.23 | 1 | USD | -46.23 |  | 2023-10-16 | content
12 | buy | SNSXX | 1259.59 | 1 | USD | -1259.59 |  | 2023-10-16 | content
13 | buy | SNAXX | 3706.38 | 1 | USD | -3706.38 |  | 2023-10-16 | content
14 | buy | VNQ | 4.4877 | 72.69 | USD | -326.22 |  | 2023-10-04 | content
15 | dividend | VNQ |  |  | USD | 326.22 |  | 2023-10-03 | content
16 | buy | GBDC | 10.32 | 14.5 | USD | -149.64 |  | 2023-10-03 | content
17 | buy | ARCC | 9.2428 | 19.23 | USD | -177.7 |  | 2023-10-02 | content
18 | buy | TCPC | 13.3458 | 11.46 | USD | -152.91 |  | 2023-10-02 | content
19 | buy | TSLX | 6.5717 | 20.46 | USD | -134.44 |  | 2023-10-02 | content
20 | buy | NMFC | 11.2967 | 13.05 | USD | -147.41 |  | 2023-10-02 | content
21 | dividend | FIHBX |  |  | USD | 100.23 |  | 2023-09-29 | content
22 | dividend | NFRIX |  |  | USD | 143.05 |  | 2023-09-29 | content
23 | dividend | TCPC |  |  | USD | 152.91 |  | 2023-09-29 | content
24 | dividend | GBDC |  |  | USD | 149.64 |  | 2023-09-29 | content
25 | dividend | ARCC |  |  | USD | 177.7 |  | 2023-09-29 | content
26 | dividend | FMGIX |  |  | USD | 56.1 |  | 2023-09-28 | content
27 | buy | FMGIX | 3.624 | 15.48 | USD | -56.1 |  | 2023-09-28 | content
28 | interest |  |  |  | USD | 1.19 |  | 2023-09-28 | content
29 | dividend | SCHB |  |  | USD | 101.57 |  | 2023-09-25 | content
30 | fee |  |  |  | USD | -519.67 |  | 2023-08-24 | content
31 | fee |  |  |  | USD | -769.14 |  | 2023-08-24 | content
32 | fee |  |  |  | USD | -2019.29 |  | 2023-08-24 | content
33 | sell | FIHBX | 592.199 | 8.46 | USD | 5000 | 10 | 2023-08-22 | content
34 | dividend | SNSXX |  |  | USD | 1215.46 |  | 2023-08-15 | content
35 | buy | SNSXX | 1215.46 | 1 | USD | -1215.46 |  | 2023-08-15 | content
36 | buy | SPY | 1.5705 | 455.98 | USD | -716.12 |  | 2023-08-01 | content
37 | dividend | NFRIX |  |  | USD | 130.46 |  | 2023-07-31 | content
38 | dividend | FIHBX |  |  | USD | 123.37 |  | 2023-07-31 | content
39 | buy | NFRIX | 7.272 | 17.94 | USD | -130.46 |  | 2023-07-31 | content
40 | buy | FIHBX | 14.396 | 8.57 | USD | -123.37 |  | 2023-07-31 | content
41 | dividend | SPY |  |  | USD | 716.12 |  | 2023-07-31 | content
42 | interest |  |  |  | USD | 0.62 |  | 2023-07-28 | content
43 | buy | FMGIX | 4.853 | 17.34 | USD | -84.15 |  | 2023-06-27 | content
44 | dividend | FMGIX |  |  | USD | 84.15 |  | 2023-06-27 | content
45 | buy | VEA | 0.0086 | 45.33 | USD | -0.39 |  | 2023-06-26 | content
46 | buy | VWO | 0.0022 | 40.3 | USD | -0.09 |  | 2023-06-26 | content
47 | dividend | SCHB |  |  | USD | 99.06 |  | 2023-06-26 | content
48 | dividend | SCHF |  |  | USD | 1127.15 |  | 2023-06-26 | content
49 | dividend | SCHE |  |  | USD | 430.02 |  | 2023-06-26 | content
50 | dividend | VWO |  |  | USD | 0.09 |  | 2023-06-23 | content
51 | dividend | VEA |  |  | USD | 0.39 |  | 2023-06-23 | content
52 | dividend | SLYV |  |  | USD | 214.26 |  | 2023-06-23 | content
53 | dividend | TSLX |  |  | USD | 11.41 |  | 2023-06-20 | content
54 | dividend | SNSXX |  |  | USD | 1170.29 |  | 2023-06-15 | content
55 | buy | SNSXX | 1170.29 | 1 | USD | -1170.29 |  | 2023-06-15 | content
56 | dividend | NFRIX |  |  | USD | 121.22 |  | 2023-05-31 | content
57 | dividend | FIHBX |  |  | USD | 121.69 |  | 2023-05-31 | content
58 | buy | NFRIX | 6.837 | 17.73 | USD | -121.22 |  | 2023-05-31 | content
59 | buy | FIHBX | 14.539 | 8.37 | USD | -121.69 |  | 2023-05-31 | content
60 | interest |  |  |  | USD | 15.19 |  | 2023-05-30 | content
61 | transfer_out | DGLRX | 877 |  | USD |  |  | 2023-05-22 | content
62 | dividend | SNSXX |  |  | USD | 491.24 |  | 2023-05-15 | content
63 | buy | SNSXX | 491.24 | 1 | USD | -491.24 |  | 2023-05-15 | content
64 | buy | SPY | 1.575 | 416.5 | USD | -655.98 |  | 2023-05-01 | content
65 | dividend | NFRIX |  |  | USD | 116.1 |  | 2023-04-28 | content
66 | dividend | FIHBX |  |  | USD | 122.31 |  | 2023-04-28 | content
67 | buy | NFRIX | 6.486 | 17.9 | USD | -116.1 |  | 2023-04-28 | content
68 | buy | FIHBX | 14.356 | 8.52 | USD | -122.31 |  | 2023-04-28 | content
69 | fee |  |  |  | USD | -26.58 |  | 2023-04-21 | content
70 | fee |  |  |  | USD | -945.32 |  | 2023-04-21 | content
71 | fee |  |  |  | USD | -16.13 |  | 2023-04-21 | content
72 | fee |  |  |  | USD | -26.58 |  | 2023-04-21 | content -2
73 | buy | TSLX | 6.9586 | 18.4 | USD | -128.01 |  | 2023-04-03 | content
74 | buy | TCPC | 12.9452 | 10.46 | USD | -135.46 |  | 2023-04-03 | content
75 | buy | NMFC | 11.4445 | 12.24 | USD | -140.07 |  | 2023-04-03 | content
76 | buy | ARCC | 9.1779 | 18.4 | USD | -168.91 |  | 2023-04-03 | content
77 | dividend | FIHBX |  |  | USD | 122.35 |  | 2023-03-31 | content
78 | dividend | NFRIX |  |  | USD | 115.32 |  | 2023-03-31 | content
79 | buy | FIHBX | 14.445 | 8.47 | USD | -122.35 |  | 2023-03-31 | content
80 | dividend | GBDC |  |  | USD | 127.16 |  | 2023-03-29 | content
81 | dividend | DGLRX |  |  | USD | 99.02 |  | 2023-03-28 | content
82 | buy | DGLRX | 4.546 | 21.78 | USD | -99.02 |  | 2023-03-28 | content
83 | buy | FMGIX | 1.529 | 17.33 | USD | -26.49 |  | 2023-03-28 | content
84 | dividend | FMGIX |  |  | USD | 26.49 |  | 2023-03-28 | content
85 | dividend | SCHB |  |  | USD | 94.84 |  | 2023-03-27 | content
86 | buy | VWO | 0.0003 | 39.59 | USD | -0.01 |  | 2023-03-24 | content
87 | buy | SPY | 2.299 | 405.42 | USD | -932.07 |  | 2023-02-01 | content
88 | dividend | NFRIX |  |  | USD | 108.55 |  | 2023-01-31 | content
89 | buy | NFRIX | 6.004 | 18.08 | USD | -108.55 |  | 2023-01-31 | content
90 | dividend | FIHBX |  |  | USD | 127.46 |  | 2023-01-31 | content
91 | buy | FIHBX | 14.855 | 8.58 | USD | -127.46 |  | 2023-01-31 | content
92 | dividend | SPY |  |  | USD | 932.07 |  | 2023-01-31 | content
93 | interest |  |  |  | USD | 123.85 |  | 2023-01-30 | content
94 | fee |  |  |  | USD | -25.65 |  | 2023-01-23 | content
95 | fee |  |  |  | USD | -12.51 |  | 2023-01-23 | content
96 | fee |  |  |  | USD | -6.1 |  | 2023-01-23 | content
97 | buy | NMFC | 10.9694 | 12.45 | USD | -136.56 |  | 2023-01-03 | content
98 | buy | TCPC | 10.0443 | 13.17 | USD | -132.25 |  | 2023-01-03 | content
99 | sell | SNAXX | 500135 | 1 | USD | 500135 |  | 2023-09-08 | content
100 | withdrawal |  |  |  | USD | -100000 |  | 2023-10-18 | content
101 | withdrawal |  |  |  | USD | -30 |  | 2024-04-08 | content
102 | deposit |  |  |  | USD | 7.06 |  | 2023-11-07 | content
103 | dividend | CMF |  |  | USD | 72.06 |  | 2023-11-07 | content
104 | fee | IBN |  |  | USD | -0.5 |  | 2024-09-06 | content
105 | tax | IBN |  |  | USD | -1.3 |  | 2024-09-06 | content
106 | buy | AVGO | 1 | 1680 | USD | -1680 |  | 2024-06-13 | content
107 | transfer_in | AVGO | 9 |  | USD |  |  | 2024-07-15 | content
108 | dividend | SPY |  |  | USD | 5.9 |  | 2025-01-31 | content
109 | transfer_in | AMC | 4 |  | USD |  |  | 2023-08-28 | content
110 | transfer_in | TNXP | 1 |  | USD |  |  | 2024-06-10 | content
111 | transfer_out | 890260854 | 1 |  | USD |  |  | 2024-06-10 | content
112 | transfer_in | APE | 344 |  | USD |  |  | 2022-08-22 | content
113 | transfer_in | LCID | 50 |  | USD |  |  | 2021-07-26 | content
114 | transfer_out | 171439102 | 50 |  | USD |  |  | 2021-07-26 | content
115 | transfer_in | NEWH | 1000 |  | USD |  |  | 2021-04-30 | content
116 | transfer_out | 09070K200 | 1000 |  | USD |  |  | 2021-04-30 | content
117 | transfer_in | AMC | 34 |  | USD |  |  | 2023-08-25 | content
118 | transfer_out | 00165C203 | 344 |  | USD |  |  | 2023-08-25 | content
119 | adjustment | SCHB |  |  | USD | 5.49 |  | 2024-10-14 | content
120 | ignored
`,
);
