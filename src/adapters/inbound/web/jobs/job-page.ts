import { h, html } from 'htm/preact';
import type { JobRow } from '#application/ports/job-queries.ts';
import type { User } from '#domain/identity/user.ts';
import type { Page } from '../layout.ts';
import { LiveNote } from '../parts/live-note.ts';
import { Notice } from '../parts/notice.ts';
import { timesIn } from '../parts/times.ts';
import { JobSheet } from './job-sheet.ts';

type JobProps = {
  readonly user: User;
  readonly row: JobRow;
  readonly now: Date;
  readonly notice: string | undefined;
};

export const jobPage = ({ user, row, now, notice }: JobProps): Page => {
  const showTime = timesIn(user.timeZone);
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
      ${h(JobSheet, { row, showTime, path: `/jobs/${row.id}`, mayChange: user.role !== 'auditor' })}
      <p class="more"><a href="/jobs">Back to your jobs</a></p>
    `,
  };
};
