import { html } from 'htm/preact';
import type { VNode } from 'preact';

/** Turns of direction (Unicode UAX #9): what they turn round reads as something else. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** A text that anybody may have written, kept apart from the direction of what is around it. */
export const Foreign = ({ text }: { readonly text: string }): VNode =>
  html`<bdi>${text.replaceAll(TURNS, '\uFFFD')}</bdi>`;
