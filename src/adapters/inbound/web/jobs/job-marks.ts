import { h, html } from 'htm/preact';
import type { VNode } from 'preact';
import type { JobState } from '#application/jobs/job.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import { Foreign } from '../parts/foreign.ts';

export const StateMark = ({ state }: { readonly state: JobState }): VNode => html`
  <span class="mark ${state}">${state}</span>
`;

export const Progress = ({ progress }: Pick<JobRow, 'progress'>): VNode => html`
  <span class="progress">
    <progress max="100" value=${progress} aria-label="Progress">${progress} %</progress>${' '}<span>${progress} %</span>
  </span>
`;

/** For a list, where both stand in one cell. */
export const StateAndProgress = (row: JobRow): VNode => html`
  <span class="state">${h(StateMark, row)}${' '}${h(Progress, row)}</span>
`;

const SHORT = 120;

/** The first line of an error. */
export function ShortError({ error }: { readonly error: string }): VNode {
  const [line = ''] = error.split('\n', 1);
  const text = line.length > SHORT || line.length < error.length ? `${line.slice(0, SHORT).toWellFormed()}…` : line;
  return html`<span class="error-text">${h(Foreign, { text })}</span>`;
}

/** What a job is called in a list: its task leads to it. */
export const JobName = ({ path, row }: { readonly path: string; readonly row: JobRow }): VNode => html`
  <a href="${path}/${row.id}">${row.task}</a> <code class="id">${row.id}</code>
`;
