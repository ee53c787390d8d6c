import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { errorOf, type FormError } from '../forms/form-error.ts';

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly errors: readonly FormError[];
  readonly autocomplete: string;
  readonly hint?: string;
  readonly value?: string;
  readonly isPassword?: boolean;
  readonly isEmail?: boolean;
};

/**
 * A labelled field with what is wrong with it. An e-mail address is asked for as text: of `type=email` Chromium sends another spelling of a domain
 * that is not ASCII than the one typed.
 */
export const Field = ({ name, label, errors, autocomplete, hint, value, isPassword, isEmail }: FieldProps): VNode => {
  const error = errorOf(errors, name);
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`
    <div class=${error ? 'field wrong' : 'field'}>
      <label for=${name}>${label}</label>
      ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
      ${error && html`<p class="error" id="${name}-error">${error}</p>`}
      <input
        id=${name}
        name=${name}
        type=${isPassword ? 'password' : 'text'}
        value=${value}
        autocomplete=${autocomplete}
        inputmode=${isEmail && 'email'}
        autocapitalize=${(isEmail || isPassword) && 'none'}
        spellcheck=${(isEmail || isPassword) && 'false'}
        required
        aria-describedby=${described || undefined}
        aria-invalid=${error && 'true'}
      />
    </div>
  `;
};
