import { rehearse } from './rehearse.ts';
import { ofServing } from './scenarios.ts';

rehearse('Blotter, when things break,', ofServing);
