import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { withoutTurns } from '#domain/shared/text.ts';

/** A text that anybody may have written, kept apart from the direction of what is around it. */
export const Foreign = ({ text }: { readonly text: string }): VNode => html`<bdi>${withoutTurns(text, '\uFFFD')}</bdi>`;
