import { h, html } from 'htm/preact';
import type { FormError } from '../forms/form-error.ts';
import type { Page } from '../layout.ts';
import { ErrorSummary } from '../parts/error-summary.ts';
import { Field } from '../parts/field.ts';
import { Form } from '../parts/form.ts';
import { NewPassword } from '../parts/new-password.ts';

type RegisterProps = {
  readonly email?: string;
  readonly username?: string;
  readonly errors?: readonly FormError[];
};

const LABELS = { email: 'E-mail address', username: 'Name', password: 'Password' };

export const registerPage = ({ email = '', username = '', errors = [] }: RegisterProps): Page => ({
  title: 'Register',
  content: html`
    <h1>Register</h1>
    ${h(ErrorSummary, { errors, labels: LABELS })}
    ${h(
      Form,
      { action: '/register', submit: 'Register' },
      h(Field, { name: 'email', label: LABELS.email, errors, autocomplete: 'username', value: email, isEmail: true }),
      h(Field, {
        name: 'username',
        label: LABELS.username,
        hint: 'How you want to be called.',
        errors,
        autocomplete: 'nickname',
        value: username,
      }),
      h(NewPassword, { label: LABELS.password, errors }),
    )}
    <p class="more">Registered already? <a href="/sign-in">Sign in</a></p>
  `,
});
