/** What can go wrong at a provider, as far as somebody who signs in there should know. */
export type Trouble = 'down' | 'denied' | 'invalid' | 'again' | 'other' | 'taken' | 'held' | 'gone';

/** Thrown where a sign-in through a provider comes to nothing; the page of the trouble says what to do. */
export class ProviderTrouble extends Error {
  constructor(
    readonly trouble: Trouble,
    /** For the log: nothing of what the provider said of anybody. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'ProviderTrouble';
  }
}
