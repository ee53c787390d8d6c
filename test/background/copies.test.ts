import { rehearse } from '#test/chaos/rehearse.ts';
import { ofCopying } from '#test/chaos/scenarios.ts';

rehearse('Blotter and its copies, when things break,', ofCopying);
