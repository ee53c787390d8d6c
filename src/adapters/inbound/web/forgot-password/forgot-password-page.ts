import { h, html } from 'htm/preact';
import type { FormError } from '../forms/form-error.ts';
import type { Page } from '../layout.ts';
import { ErrorSummary } from '../parts/error-summary.ts';
import { Field } from '../parts/field.ts';
import { Form } from '../parts/form.ts';

type ForgotPasswordProps = { readonly email?: string; readonly errors?: readonly FormError[] };

const LABELS = { email: 'E-mail address' };

export const forgotPasswordPage = ({ email = '', errors = [] }: ForgotPasswordProps): Page => ({
  title: 'Forgot your password?',
  content: html`
    <h1>Forgot your password?</h1>
    ${h(ErrorSummary, { errors, labels: LABELS })}
    <p>You get a mail with a link, by which you set a new one.</p>
    ${h(
      Form,
      { action: '/forgot-password', submit: 'Send the mail' },
      h(Field, { name: 'email', label: LABELS.email, errors, autocomplete: 'username', value: email, isEmail: true }),
    )}
    <p class="more"><a href="/sign-in">Back to sign in</a></p>
  `,
});

/** The same for everybody, to the byte: it must not tell who is registered. So it does not even repeat the address. */
export const mailOnItsWayPage = (): Page => ({
  title: 'Look into your mail',
  content: html`
    <h1>Look into your mail</h1>
    <p role="status">If this address is registered, a mail is on its way.</p>
    <p>The link in it works once, and for a short time. Nothing came? Look among the unwanted mail, or ask again.</p>
    <p class="more"><a href="/forgot-password">Ask again</a></p>
    <p class="more"><a href="/sign-in">Back to sign in</a></p>
  `,
});
