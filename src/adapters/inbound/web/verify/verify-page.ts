import { h, html } from 'htm/preact';
import type { FormError } from '../forms/form-error.ts';
import type { Page } from '../layout.ts';
import { ErrorSummary } from '../parts/error-summary.ts';
import { Form } from '../parts/form.ts';

type VerifyProps = { readonly token: string; readonly errors?: readonly FormError[] };

/** A button, as opening the link must do nothing: programs that look through mail open it too. */
export const verifyPage = ({ token, errors = [] }: VerifyProps): Page => ({
  title: 'Confirm your e-mail address',
  content: html`
    <h1>Confirm your e-mail address</h1>
    ${h(ErrorSummary, { errors, labels: {} })}
    <p>One more step: say that the mail reached you.</p>
    ${h(Form, { action: '/verify', submit: 'Confirm', hidden: { token } })}
  `,
});

export const badVerifyLinkPage = (): Page => ({
  title: 'This link does not work',
  content: html`
    <h1>This link does not work</h1>
    <p>It was used before, it is too old, or a part of it is missing. A link works once, and only the newest one does.</p>
    <p class="more"><a href="/">Go to the first page</a></p>
  `,
});
