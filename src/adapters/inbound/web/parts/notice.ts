import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';

/** Good or quiet news in front of the page. */
export const Notice = ({ children }: { readonly children?: ComponentChildren }): VNode => html`
  <p class="notice" role="status">${children}</p>
`;
