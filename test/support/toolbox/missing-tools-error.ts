/** Its message tells a person what to install or to set; a stack would not help. */
export class MissingToolsError extends Error {}
