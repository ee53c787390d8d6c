import { h, html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { JOB_STATES, type JobState } from '#application/jobs/job.ts';
import type { LookAfterJobs } from '#application/jobs/look-after-jobs.ts';
import type { BoardPageRequest, BoardRow } from '#application/ports/job-board.ts';
import type { Page as PageOf } from '#application/ports/page.ts';
import type { User } from '#domain/identity/user.ts';
import { JobName, ShortError, StateAndProgress } from '../jobs/job-marks.ts';
import { listPath } from '../jobs/job-query.ts';
import { PageLinks } from '../jobs/page-links.ts';
import type { Page } from '../layout.ts';
import { Foreign } from '../parts/foreign.ts';
import { LiveNote } from '../parts/live-note.ts';
import { Notice } from '../parts/notice.ts';
import { type Column, Table } from '../parts/table.ts';
import { type ShowTime, timesIn } from '../parts/times.ts';
import { BoardFilter } from './board-filter.ts';
import { QueueTable } from './queue-table.ts';
import { WorkerTable } from './worker-table.ts';

type BoardProps = {
  readonly user: User;
  readonly overview: Awaited<ReturnType<LookAfterJobs['overview']>>;
  readonly request: BoardPageRequest;
  readonly page: PageOf<BoardRow>;
  readonly now: Date;
  readonly notice: string | undefined;
};

const PATH = '/admin/jobs';

export const boardPage = ({ user, overview, request, page, now, notice }: BoardProps): Page => {
  const { queues, states, workers } = overview;
  const showTime = timesIn(user.timeZone);
  return {
    title: 'All jobs',
    person: user,
    isWide: true,
    isLive: true,
    content: html`
      ${notice && h(Notice, {}, notice)}
      <h1>All jobs</h1>
      ${h(LiveNote, { now, showTime, timeZone: user.timeZone })}
      <section id="queues" aria-labelledby="queues-title" data-live>
        <h2 id="queues-title">Queues</h2>
        ${h(QueueTable, { queues })}
      </section>
      <section id="workers" aria-labelledby="workers-title" data-live>
        <h2 id="workers-title">Workers</h2>
        ${h(WorkerTable, { workers, showTime })}
      </section>
      <section id="jobs" aria-labelledby="jobs-title">
        <h2 id="jobs-title">Jobs</h2>
        ${h(States, { states, chosen: request.filter.state })}
        ${h(BoardFilter, request)}
        <div id="list" data-live>
          ${page.rows.length === 0 ? h(NoJobs, request) : h(BoardTable, { rows: page.rows, showTime })}
          ${h(PageLinks, { path: PATH, request, page })}
        </div>
      </section>
    `,
  };
};

type StatesProps = { readonly states: Readonly<Record<JobState, number>>; readonly chosen: JobState | undefined };

const States = ({ states, chosen }: StatesProps): VNode => html`
  <div id="states" class="states" data-live>
    <nav aria-label="Jobs by state">
      <ul class="plain">
        ${JOB_STATES.map(
          (state) => html`
            <li>
              <a href="${listPath(PATH, { state })}#jobs" aria-current=${state === chosen ? 'true' : undefined}>${state} ${states[state]}</a>
            </li>
          `,
        )}
      </ul>
    </nav>
    ${states.failed > 0 && html`<a class="button" href="/admin/jobs/retry-failed">Try all failed ones again</a>`}
  </div>
`;

const COLUMNS: readonly Column[] = [
  { label: 'Job' },
  { label: 'Queue' },
  { label: 'State' },
  { label: 'Attempts', isNumber: true },
  { label: 'For' },
  { label: 'Created' },
  { label: 'Last error' },
];

type BoardTableProps = { readonly rows: readonly BoardRow[]; readonly showTime: ShowTime };

const BoardTable = ({ rows, showTime }: BoardTableProps): ComponentChildren =>
  h(Table, {
    caption: 'Newest first.',
    columns: COLUMNS,
    rows: rows.map((row) => {
      const address = row.owner ?? row.recipient;
      return {
        id: `job-${row.id}`,
        cells: [
          h(JobName, { path: PATH, row }),
          row.queue,
          h(StateAndProgress, row),
          String(row.attempts),
          address && html`<span class="address">${h(Foreign, { text: address })}</span>`,
          showTime(row.created_at),
          row.error && h(ShortError, { error: row.error }),
        ],
      };
    }),
  });

const NoJobs = ({ filter, before }: BoardPageRequest): VNode =>
  before !== null || Object.values(filter).some((value) => value !== undefined)
    ? html`<div class="empty"><p>There are no such jobs.</p><p><a href="/admin/jobs#jobs">Show all of them</a></p></div>`
    : html`<div class="empty"><p>There are no jobs yet. Mails, reports and upkeep are made by jobs.</p></div>`;
