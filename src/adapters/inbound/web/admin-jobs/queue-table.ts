import { h } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { QueueFigures } from '#application/ports/job-board.ts';
import { type Column, Table } from '../parts/table.ts';
import { durationText } from '../parts/times.ts';

const COLUMNS: readonly Column[] = [
  { label: 'Queue' },
  { label: 'Scheduled', isNumber: true },
  { label: 'Queued', isNumber: true },
  { label: 'Running', isNumber: true },
  { label: 'Oldest due', isNumber: true },
  { label: 'Ended per minute', isNumber: true },
];

export const QueueTable = ({ queues }: { readonly queues: readonly QueueFigures[] }): ComponentChildren =>
  h(Table, {
    caption: 'What waits and runs, and what ended in the last minute.',
    columns: COLUMNS,
    rows: queues.map(({ queue, scheduled, queued, running, oldestDueSeconds, perMinute }) => ({
      id: `queue-${queue}`,
      cells: [
        queue,
        String(scheduled),
        String(queued),
        String(running),
        queued === 0 ? null : durationText(oldestDueSeconds),
        String(perMinute),
      ],
    })),
  });
