import { h, html } from 'htm/preact';
import type { User } from '#domain/identity/user.ts';
import type { Page } from '../layout.ts';
import { Form } from '../parts/form.ts';

type RetryFailedProps = { readonly user: User; readonly count: number };

/** Asked once more, as what is begun here cannot be taken back: it may be many mails. */
export const retryFailedPage = ({ user, count }: RetryFailedProps): Page => ({
  title: 'Try failed jobs again',
  person: user,
  content: html`
    <h1>Try failed jobs again</h1>
    ${
      count === 0
        ? html`<p>No job has failed.</p>`
        : html`
            <p>
              ${count === 1 ? '1 job has' : `${count} jobs have`} failed for good. Trying again gives back all attempts,
              and sends the mails among them now.
            </p>
            ${h(Form, { action: '/admin/jobs/retry-failed', submit: 'Try all failed ones again' })}
          `
    }
    <p class="more"><a href="/admin/jobs">Back to all jobs</a></p>
  `,
});
