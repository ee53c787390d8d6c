import { h, html } from 'htm/preact';
import type { FormError } from '../forms/form-error.ts';
import type { Page } from '../layout.ts';
import { ErrorSummary } from '../parts/error-summary.ts';
import { Field } from '../parts/field.ts';
import { Form } from '../parts/form.ts';
import { Notice } from '../parts/notice.ts';

type SignInProps = {
  /** Where to go on. */
  readonly next: string;
  readonly email?: string;
  readonly errors?: readonly FormError[];
  readonly notice?: string | undefined;
};

const LABELS = { username: 'E-mail address', password: 'Password' };

export const signInPage = ({ next, email = '', errors = [], notice }: SignInProps): Page => ({
  title: 'Sign in',
  content: html`
    ${notice && h(Notice, {}, notice)}
    <h1>Sign in</h1>
    ${h(ErrorSummary, { errors, labels: LABELS })}
    ${h(
      Form,
      { action: '/sign-in', submit: 'Sign in', hidden: next === '/' ? {} : { next } },
      h(Field, {
        name: 'username',
        label: LABELS.username,
        errors,
        autocomplete: 'username',
        value: email,
        isEmail: true,
      }),
      h(Field, {
        name: 'password',
        label: LABELS.password,
        errors,
        autocomplete: 'current-password',
        isPassword: true,
      }),
    )}
    <p class="more"><a href="/forgot-password">Forgot your password?</a></p>
    <p class="more">New here? <a href="/register">Register</a></p>
  `,
});
