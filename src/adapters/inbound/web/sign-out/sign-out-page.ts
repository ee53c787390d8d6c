import { h, html } from 'htm/preact';
import type { Page } from '../layout.ts';
import { Form } from '../parts/form.ts';

export const signOutPage = (): Page => ({
  title: 'Sign out',
  content: html`
    <h1>Sign out</h1>
    <p>This ends your session in this browser.</p>
    ${h(Form, { action: '/sign-out', submit: 'Sign out' })}
    <p class="more"><a href="/">Stay signed in</a></p>
  `,
});
