import { h } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { PASSWORD_MIN } from '#domain/identity/password-policy.ts';
import type { FormError } from '../forms/form-error.ts';
import { Field } from './field.ts';

type NewPasswordProps = { readonly label: string; readonly errors: readonly FormError[] };

/** The field `password`, where somebody chooses one. */
export const NewPassword = ({ label, errors }: NewPasswordProps): ComponentChildren =>
  h(Field, {
    name: 'password',
    label,
    hint: `At least ${PASSWORD_MIN} characters. A few words make a good one.`,
    errors,
    autocomplete: 'new-password',
    isPassword: true,
  });
