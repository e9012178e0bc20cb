/** The database cannot take or keep a write now; nothing of it was stored unless the message says otherwise. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** A write took longer than its time limit and was rolled back. */
export class WriteTimedOut extends Error {
  override readonly name = 'WriteTimedOut';
}

/** A write was used wrongly: after its end, after one of its statements had failed, or from outside. */
export class WriteMisused extends Error {
  override readonly name = 'WriteMisused';
}
