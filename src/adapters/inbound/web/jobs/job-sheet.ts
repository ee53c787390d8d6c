import { h, html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { isOver, type JsonValue, mayRetry } from '#application/jobs/job.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import { Action } from '../parts/action.ts';
import { Foreign } from '../parts/foreign.ts';
import { durationText, type ShowTime, secondsBetween } from '../parts/times.ts';
import { Progress, StateMark } from './job-marks.ts';

type JobSheetProps = {
  readonly row: JobRow;
  readonly showTime: ShowTime;
  /** Where the job is, and what is done to it. */
  readonly path: string;
  readonly mayChange: boolean;
  /** What else is known of it. */
  readonly facts?: readonly Fact[];
};

/** Null: there is nothing to say. */
export type Fact = readonly [label: string, value: ComponentChildren];

/** What becomes of one job, and what can be done about it. */
export const JobSheet = ({ row, showTime, path, mayChange, facts = [] }: JobSheetProps): VNode => {
  const time = (instant: string | null) => instant && showTime(instant);
  const all: readonly Fact[] = [
    ['State', h(StateMark, row)],
    ['Progress', h(Progress, row)],
    ['Attempts', String(row.attempts)],
    ['Queue', `${row.queue}, priority ${row.priority}`],
    ...facts,
    ['Created', time(row.created_at)],
    ['Started', time(row.started_at)],
    ['Finished', time(row.finished_at)],
    ['Took', row.started_at && row.finished_at && durationText(secondsBetween(row.started_at, row.finished_at))],
  ];
  return html`
    <div id="sheet" data-live>
      <dl class="facts">
        ${all
          .filter(([, value]) => value !== null)
          .map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
      </dl>
      ${mayChange && (mayRetry(row.state) || !isOver(row.state)) && h(Actions, { row, path })}
      ${row.error !== null && h(LastError, { error: row.error })}
      ${row.result !== null && h(Result, { result: row.result })}
    </div>
  `;
};

const Actions = ({ row, path }: Pick<JobSheetProps, 'row' | 'path'>): VNode => html`
  <div class="actions">
    ${mayRetry(row.state) && h(Action, { action: `${path}/retry`, label: 'Try again' })}
    ${!isOver(row.state) && h(Action, { action: `${path}/cancel`, label: 'Cancel', isQuiet: true })}
  </div>
`;

const LastError = ({ error }: { readonly error: string }): VNode => html`
  <h2>Last error</h2>
  <pre class="error-text">${h(Foreign, { text: error })}</pre>
`;

/** In characters: a page that is refreshed all the time is no place for more. */
const MOST_SHOWN = 20_000;

const Result = ({ result }: { readonly result: JsonValue }): VNode => {
  const text = JSON.stringify(result, null, 2);
  return html`
    <h2>Result</h2>
    <pre>${h(Foreign, { text: text.slice(0, MOST_SHOWN).toWellFormed() })}</pre>
    ${
      text.length > MOST_SHOWN &&
      html`<p class="hint">These are the first ${MOST_SHOWN} of ${text.length} characters. The API gives all of it.</p>`
    }
  `;
};
