/** What can go wrong with a passkey, as far as whoever holds it should know. */
export type Trouble = 'gone' | 'invalid' | 'unknown' | 'copied' | 'taken' | 'full';

/** Thrown where using or adding a passkey comes to nothing; the page of the trouble says what to do. */
export class PasskeyTrouble extends Error {
  constructor(
    readonly trouble: Trouble,
    options?: ErrorOptions,
  ) {
    super(`passkey: ${trouble}`, options);
    this.name = 'PasskeyTrouble';
  }
}
