import { rehearse } from '#test/chaos/rehearse.ts';
import { ofEnduring } from '#test/chaos/scenarios.ts';

rehearse('Blotter, when things break and time is given,', ofEnduring);
