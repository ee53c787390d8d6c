import { h, html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { AttemptRow, BoardRow } from '#application/ports/job-board.ts';
import type { User } from '#domain/identity/user.ts';
import { JobSheet } from '../jobs/job-sheet.ts';
import type { Page } from '../layout.ts';
import { Foreign } from '../parts/foreign.ts';
import { LiveNote } from '../parts/live-note.ts';
import { Notice } from '../parts/notice.ts';
import { type Column, Table } from '../parts/table.ts';
import { type ShowTime, timesIn } from '../parts/times.ts';

type BoardJobProps = {
  readonly user: User;
  readonly row: BoardRow;
  readonly attempts: readonly AttemptRow[];
  readonly now: Date;
  readonly notice: string | undefined;
};

export const boardJobPage = ({ user, row, attempts, now, notice }: BoardJobProps): Page => {
  const showTime = timesIn(user.timeZone);
  const address = (text: string | null) => text && h(Foreign, { text });
  return {
    title: `Job ${row.task}`,
    person: user,
    isWide: true,
    isLive: true,
    content: html`
      ${notice && h(Notice, {}, notice)}
      <h1>Job ${row.task}</h1>
      <p class="hint"><code>${row.id}</code></p>
      ${h(LiveNote, { now, showTime, timeZone: user.timeZone })}
      ${h(JobSheet, {
        row,
        showTime,
        path: `/admin/jobs/${row.id}`,
        mayChange: true,
        facts: [
          ['Owner', address(row.owner) ?? 'Blotter itself'],
          ['Recipient', address(row.recipient)],
          ['Due', showTime(row.run_at)],
        ],
      })}
      <section id="runs" aria-labelledby="runs-title" data-live>
        <h2 id="runs-title">Runs</h2>
        ${attempts.length === 0 ? html`<p class="hint">It has not run yet.</p>` : h(RunTable, { attempts, showTime })}
      </section>
      <p class="more"><a href="/admin/jobs">Back to all jobs</a></p>
    `,
  };
};

const COLUMNS: readonly Column[] = [
  { label: 'Run' },
  { label: 'Attempt', isNumber: true },
  { label: 'Worker' },
  { label: 'Started' },
  { label: 'Finished' },
  { label: 'Outcome' },
  { label: 'Error' },
];

type RunTableProps = { readonly attempts: readonly AttemptRow[]; readonly showTime: ShowTime };

const RunTable = ({ attempts, showTime }: RunTableProps): ComponentChildren =>
  h(Table, {
    caption: 'The latest first, at most a hundred.',
    columns: COLUMNS,
    rows: attempts.map((one) => ({
      id: `run-${one.run}`,
      cells: [
        html`<span class="run-word">Run </span>${one.run}`,
        String(one.attempt),
        html`<code class="id">${one.worker}</code>`,
        showTime(one.started_at),
        one.finished_at && showTime(one.finished_at),
        h(Outcome, one),
        one.error && html`<span class="error-text">${h(Foreign, { text: one.error })}</span>`,
      ],
    })),
  });

const Outcome = ({ outcome }: Pick<AttemptRow, 'outcome'>): VNode => {
  const word = outcome ?? 'running';
  return html`<span class="mark ${word}">${word}</span>`;
};
