import { h, html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { QUEUES } from '#application/jobs/job.ts';
import type { WorkerRow } from '#application/ports/job-board.ts';
import { Foreign } from '../parts/foreign.ts';
import { type Column, Table } from '../parts/table.ts';
import { durationText, type ShowTime } from '../parts/times.ts';

/** In seconds: a worker is heard far more often. */
const SILENT = 10;

const COLUMNS: readonly Column[] = [
  { label: 'Worker' },
  { label: 'Queues' },
  { label: 'Started' },
  { label: 'Last heard' },
  { label: 'Runs' },
];

type WorkerTableProps = { readonly workers: readonly WorkerRow[]; readonly showTime: ShowTime };

export const WorkerTable = ({ workers, showTime }: WorkerTableProps): VNode => html`
  ${workers.every(isSilent) && h(NobodyWorks, {})}
  ${
    workers.length > 0 &&
    h(Table, {
      caption: 'Each queue with how many of its jobs a worker runs at once.',
      columns: COLUMNS,
      rows: workers.map((worker) => ({ id: `worker-${worker.id}`, cells: cellsOf(worker, showTime) })),
    })
  }
`;

const cellsOf = (worker: WorkerRow, showTime: ShowTime): readonly ComponentChildren[] => [
  html`${h(Foreign, { text: worker.host })}, process ${worker.pid} <code class="id">${worker.id}</code>`,
  html`${queuesText(worker)}${worker.standsIn && html` <span class="hint">while no other worker runs</span>`}`,
  showTime(worker.started_at),
  html`${durationText(worker.silentSeconds)} ago${isSilent(worker) && html` <span class="mark failed">silent</span>`}`,
  worker.running.length === 0
    ? null
    : html`<ul class="plain">${worker.running.map(({ id, task }) => html`<li><a href="/admin/jobs/${id}">${task}</a></li>`)}</ul>`,
];

const queuesText = ({ queues }: WorkerRow): string =>
  QUEUES.filter((queue) => queues[queue] !== undefined)
    .map((queue) => `${queue} ${queues[queue]}`)
    .join(', ');

const isSilent = ({ silentSeconds }: WorkerRow): boolean => silentSeconds > SILENT;

const NobodyWorks = (): VNode => html`
  <p class="warning"><strong>Nobody works on jobs.</strong> What is due waits until a worker is started: <code>npm run worker</code></p>
`;
