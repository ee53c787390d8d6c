import { h, html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { User } from '#domain/identity/user.ts';

export type Page = {
  readonly title: string;
  readonly content: ComponentChildren;
  /** Who is signed in, where the page knows. */
  readonly person?: Pick<User, 'username' | 'role'>;
  /** For tables; a form is easier to read in a narrow column. */
  readonly isWide?: boolean;
  /** What is marked `data-live` is kept up to date by a script. */
  readonly isLive?: boolean;
};

type LayoutProps = {
  readonly page: Page;
  readonly assets: { readonly stylesheet: string; readonly icon: string; readonly liveScript: string };
  /** Said first in the title, which is what a screen reader says first. */
  readonly isRefusal: boolean;
};

/** The document around every page. */
export const Layout = ({ page, assets, isRefusal }: LayoutProps): VNode => html`
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${isRefusal ? 'Error: ' : ''}${page.title} – Blotter</title>
      <link rel="icon" href=${assets.icon} type="image/svg+xml" />
      <link rel="stylesheet" href=${assets.stylesheet} />
      ${page.isLive && html`<script src=${assets.liveScript} defer></script>`}
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <a class="brand" href="/"><img src=${assets.icon} alt="" width="28" height="28" />Blotter</a>
        ${page.person && h(SignedIn, page.person)}
      </header>
      <main id="main" tabindex="-1" class=${page.isWide ? 'wide' : 'narrow'}>${page.content}</main>
    </body>
  </html>
`;

const SignedIn = ({ username, role }: Pick<User, 'username' | 'role'>): VNode => html`
  <nav class="places" aria-label="Pages">
    <a href="/jobs">Your jobs</a>
    ${role === 'admin' && html`<a href="/admin/jobs">All jobs</a>`}
  </nav>
  <form class="signed-in" method="post" action="/sign-out">
    <span class="person">${username}</span>
    <button class="quiet" type="submit">Sign out</button>
  </form>
`;
