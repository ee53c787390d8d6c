import { h, html } from 'htm/preact';
import type { VNode } from 'preact';
import { JOB_STATES, QUEUES } from '#application/jobs/job.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import type { BoardFilter as Filter } from '#application/ports/job-board.ts';
import { ChoiceField } from '../parts/choice-field.ts';

/** What the list is narrowed to. */
export const BoardFilter = ({ filter }: { readonly filter: Filter }): VNode => html`
  <form class="filter" method="get" action="/admin/jobs#jobs" role="search">
    ${h(ChoiceField, { name: 'state', label: 'State', choices: JOB_STATES, chosen: filter.state })}
    ${h(ChoiceField, { name: 'queue', label: 'Queue', choices: QUEUES, chosen: filter.queue })}
    ${h(ChoiceField, { name: 'task', label: 'Task', choices: TASKS, chosen: filter.task })}
    <div class="field search">
      <label for="text">Id, task, address or part of an error</label>
      <input id="text" name="text" type="search" value=${filter.text} autocomplete="off" autocapitalize="none" spellcheck="false" />
    </div>
    <button type="submit">Show</button>
  </form>
`;
