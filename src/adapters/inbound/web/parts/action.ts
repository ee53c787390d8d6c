import { html } from 'htm/preact';
import type { VNode } from 'preact';

type ActionProps = { readonly action: string; readonly label: string; readonly isQuiet?: boolean };

/** A button that needs no fields. */
export const Action = ({ action, label, isQuiet }: ActionProps): VNode => html`
  <form method="post" action=${action}><button class=${isQuiet && 'quiet'} type="submit">${label}</button></form>
`;
