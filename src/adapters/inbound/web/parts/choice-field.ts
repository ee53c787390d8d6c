import { html } from 'htm/preact';
import type { VNode } from 'preact';

type ChoiceFieldProps = {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly string[];
  readonly chosen: string | undefined;
};

/** One of some words, or any of them. */
export const ChoiceField = ({ name, label, choices, chosen }: ChoiceFieldProps): VNode => html`
  <div class="field">
    <label for=${name}>${label}</label>
    <select id=${name} name=${name}>
      <option value="">Any</option>
      ${choices.map((choice) => html`<option value=${choice} selected=${choice === chosen}>${choice}</option>`)}
    </select>
  </div>
`;
