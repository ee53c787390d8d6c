import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { BoardPageRequest } from '#application/ports/job-board.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import type { Page } from '#application/ports/page.ts';
import { listPath } from './job-query.ts';

type PageLinksProps = {
  readonly path: string;
  readonly request: BoardPageRequest;
  readonly page: Page<JobRow>;
};

/** From one page of a list to the next. */
export function PageLinks({ path, request, page }: PageLinksProps): VNode | null {
  const { filter, before } = request;
  if (before === null && !page.more) return null;
  const last = page.rows.at(-1)?.id;
  return html`
    <nav class="pages" aria-label="Pages of the list">
      ${before !== null && html`<a href="${listPath(path, filter)}#jobs">Newest</a>`}
      ${page.more && html`<a href="${listPath(path, { ...filter, before: last })}#jobs" rel="next">Older</a>`}
    </nav>
  `;
}
