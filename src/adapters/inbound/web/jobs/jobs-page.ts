import { h, html } from 'htm/preact';
import type { VNode } from 'preact';
import { JOB_STATES } from '#application/jobs/job.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import type { BoardPageRequest } from '#application/ports/job-board.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import type { Page as PageOf } from '#application/ports/page.ts';
import type { User } from '#domain/identity/user.ts';
import type { Page } from '../layout.ts';
import { ChoiceField } from '../parts/choice-field.ts';
import { LiveNote } from '../parts/live-note.ts';
import { type Column, Table } from '../parts/table.ts';
import { timesIn } from '../parts/times.ts';
import { JobName, ShortError, StateAndProgress } from './job-marks.ts';
import { PageLinks } from './page-links.ts';

type JobsProps = {
  readonly user: User;
  readonly request: BoardPageRequest;
  readonly page: PageOf<JobRow>;
  readonly now: Date;
};

const COLUMNS: readonly Column[] = [
  { label: 'Job' },
  { label: 'State' },
  { label: 'Attempts', isNumber: true },
  { label: 'Created' },
  { label: 'Last error' },
];

export const jobsPage = ({ user, request, page, now }: JobsProps): Page => {
  const showTime = timesIn(user.timeZone);
  const rows = page.rows.map((row) => ({
    id: `job-${row.id}`,
    cells: [
      h(JobName, { path: '/jobs', row }),
      h(StateAndProgress, row),
      String(row.attempts),
      showTime(row.created_at),
      row.error && h(ShortError, { error: row.error }),
    ],
  }));
  return {
    title: 'Your jobs',
    person: user,
    isWide: true,
    isLive: true,
    content: html`
      <h1>Your jobs</h1>
      ${h(LiveNote, { now, showTime, timeZone: user.timeZone })}
      ${h(Filter, request)}
      <section id="jobs" aria-label="Jobs" data-live>
        ${rows.length === 0 ? h(NoJobs, request) : h(Table, { caption: 'Newest first.', columns: COLUMNS, rows })}
        ${h(PageLinks, { path: '/jobs', request, page })}
      </section>
    `,
  };
};

const Filter = ({ filter }: BoardPageRequest): VNode => html`
  <form class="filter" method="get" action="/jobs">
    ${h(ChoiceField, { name: 'state', label: 'State', choices: JOB_STATES, chosen: filter.state })}
    ${h(ChoiceField, { name: 'task', label: 'Task', choices: TASKS, chosen: filter.task })}
    <button type="submit">Show</button>
  </form>
`;

const NoJobs = ({ filter, before }: BoardPageRequest): VNode =>
  filter.state || filter.task || before !== null
    ? html`<div class="empty"><p>You have no such jobs.</p><p><a href="/jobs">Show all of them</a></p></div>`
    : html`
        <div class="empty">
          <p>You have no jobs. A report that you ask for is one, and so is its mail.</p>
          <p><a href="/api/docs">Ask for a report by the API</a></p>
        </div>
      `;
