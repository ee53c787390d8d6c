import { h, html } from 'htm/preact';
import type { VNode } from 'preact';
import type { OperationRow } from '#application/ports/operation-queries.ts';
import type { User } from '#domain/identity/user.ts';
import type { Page } from '../layout.ts';
import { Notice } from '../parts/notice.ts';
import { OperationTable } from './operation-table.ts';

type HomeProps = {
  readonly user: User;
  /** Newest first. */
  readonly rows: readonly OperationRow[];
  /** There are older ones. */
  readonly more: boolean;
  readonly notice?: string | undefined;
};

export const homePage = ({ user, rows, more, notice }: HomeProps): Page => ({
  title: 'Newest operations',
  person: user,
  isWide: true,
  content: html`
    ${notice && h(Notice, {}, notice)}
    ${!user.isVerified && h(NotConfirmed, {})}
    <h1>Newest operations</h1>
    <p class="hint">Signed in as <strong>${user.username}</strong> (${user.email}).</p>
    ${rows.length === 0 ? h(NothingYet, {}) : h(OperationTable, { rows, timeZone: user.timeZone })}
    ${more && html`<p class="hint">These are the newest ${rows.length}. The API lists them all.</p>`}
  `,
});

const NotConfirmed = (): VNode => html`
  <form class="notice" method="post" action="/verify/again">
    <p>Your e-mail address is not confirmed yet. A mail with a link was sent to you.</p>
    <button type="submit">Send it again</button>
  </form>
`;

const NothingYet = (): VNode => html`
  <div class="empty">
    <p>There are no operations yet.</p>
    <p><a href="/api/docs">Record one by the API</a></p>
  </div>
`;
