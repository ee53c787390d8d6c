import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ShowTime } from './times.ts';

type LiveNoteProps = { readonly now: Date; readonly showTime: ShowTime; readonly timeZone: string };

/** When the page was made. The script says in the second line, which is read out, what changes about that, and not each time. */
export const LiveNote = ({ now, showTime, timeZone }: LiveNoteProps): VNode => html`
  <div class="live-note hint">
    <p id="as-of" data-live>As of ${showTime(now.toISOString())}, ${timeZone}.</p>
    <p id="live-news" role="status"></p>
  </div>
`;
