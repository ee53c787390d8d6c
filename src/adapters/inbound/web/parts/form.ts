import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';

type FormProps = {
  readonly action: string;
  /** What the button says. */
  readonly submit: string;
  /** Says for a password manager that the form is about a person whom it does not name. */
  readonly isOfUnnamed?: boolean;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly children?: ComponentChildren;
};

/** A form that the server checks: what a browser would say by itself is neither ours nor everywhere the same. */
export const Form = ({ action, submit, isOfUnnamed, hidden = {}, children }: FormProps): VNode => html`
  <form class="main-form" method="post" action=${action} novalidate>
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
    ${isOfUnnamed && html`<input type="text" autocomplete="username" hidden />`} ${children}
    <button type="submit">${submit}</button>
  </form>
`;
