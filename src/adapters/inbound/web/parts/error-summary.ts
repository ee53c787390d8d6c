import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { FormError } from '../forms/form-error.ts';

type ErrorSummaryProps = {
  readonly errors: readonly FormError[];
  /** By the name of the field, in the order of the form. */
  readonly labels: Readonly<Record<string, string>>;
};

/** Everything that is wrong, in front of the form and under the focus, with a link to each field. */
export const ErrorSummary = ({ errors, labels }: ErrorSummaryProps): VNode | null => {
  if (errors.length === 0) return null;
  return html`
    <section class="summary" aria-labelledby="summary-title" tabindex="-1" autofocus>
      <h2 id="summary-title">${errors.length === 1 ? 'This did not work' : `${errors.length} things to correct`}</h2>
      <ul>
        ${inOrder(errors, Object.keys(labels)).map(({ field, detail }) => {
          const label = field === null ? undefined : labels[field];
          return html`<li>${label === undefined ? detail : html`<a href="#${field}">${label}: ${detail}</a>`}</li>`;
        })}
      </ul>
    </section>
  `;
};

const inOrder = (errors: readonly FormError[], fields: readonly string[]): readonly FormError[] =>
  errors.toSorted((one, other) => fields.indexOf(one.field ?? '') - fields.indexOf(other.field ?? ''));
