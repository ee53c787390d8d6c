import { rehearse } from '#test/chaos/rehearse.ts';
import { ofSharing } from '#test/chaos/scenarios.ts';

rehearse('Two of Blotter, when things break,', ofSharing);
