import { html } from 'htm/preact';
import type { VNode } from 'preact';

type ErrorPageProps = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** What the log calls the request. */
  readonly ticket: string;
};

const TITLES: Readonly<Record<number, string>> = {
  403: 'This is not allowed',
  404: 'Nothing is here',
  429: 'Too many tries',
  500: 'Something went wrong',
  503: 'Not just now',
};

export const errorTitle = (status: number): string => TITLES[status] ?? 'This request cannot be answered';

/** What other sites make a browser send is refused; it also happens to who comes by an old tab or an address that is not PUBLIC_URL. */
const CROSS_SITE = 'The form was not sent by a page of this site. Go to the page again and repeat it there.';

const sentence = ({ status, code, detail }: ErrorPageProps): string => {
  if (status === 500) return 'It is our fault, and it was logged.';
  return code === 'CROSS_SITE' ? CROSS_SITE : detail;
};

export const ErrorPage = (props: ErrorPageProps): VNode => html`
  <h1>${errorTitle(props.status)}</h1>
  <p>${sentence(props)}</p>
  ${props.status >= 500 && html`<p class="hint">The log calls this request <code>${props.ticket}</code>.</p>`}
  <p class="more"><a href="/">Go to the first page</a></p>
`;
