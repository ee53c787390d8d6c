import { h, html } from 'htm/preact';
import type { FormError } from '../forms/form-error.ts';
import type { Page } from '../layout.ts';
import { ErrorSummary } from '../parts/error-summary.ts';
import { Form } from '../parts/form.ts';
import { NewPassword } from '../parts/new-password.ts';

type ResetPasswordProps = { readonly token: string; readonly errors?: readonly FormError[] };

const LABELS = { password: 'New password' };

export const resetPasswordPage = ({ token, errors = [] }: ResetPasswordProps): Page => ({
  title: 'Set a new password',
  content: html`
    <h1>Set a new password</h1>
    ${h(ErrorSummary, { errors, labels: LABELS })}
    <p>A new password ends every session that you have. Then you sign in with it.</p>
    ${h(
      Form,
      { action: '/reset-password', submit: 'Set the password', hidden: { token }, isOfUnnamed: true },
      h(NewPassword, { label: LABELS.password, errors }),
    )}
  `,
});

export const badResetLinkPage = (): Page => ({
  title: 'This link does not work',
  content: html`
    <h1>This link does not work</h1>
    <p>It was used before, it is too old, or a part of it is missing. A link works once, and only the newest one does.</p>
    <p class="more"><a href="/forgot-password">Ask for a new link</a></p>
  `,
});
