import { rehearse } from '#test/chaos/rehearse.ts';
import { ofWorking } from '#test/chaos/scenarios.ts';

rehearse('Blotter at work, when things break,', ofWorking);
