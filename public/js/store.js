const prefix = 'podnet.';

/** Storage that may be forbidden, full or broken: reading then gives null, writing does nothing. */
const storeIn = (storage) => ({
  get(key) {
    try {
      return JSON.parse(storage().getItem(prefix + key));
    } catch {
      return null;
    }
  },
  /** Keys that begin so. */
  keys(beginning) {
    try {
      const whole = prefix + beginning;
      const keys = Object.keys(storage()).filter((key) => key.startsWith(whole));
      return keys.map((key) => key.slice(prefix.length));
    } catch {
      return [];
    }
  },
  set(key, value) {
    try {
      if (value === null) storage().removeItem(prefix + key);
      else storage().setItem(prefix + key, JSON.stringify(value));
    } catch {
      // A draft that cannot be kept must not stop anybody from writing.
    }
  },
});

/** Kept on this device until somebody throws it away. */
export const store = storeIn(() => localStorage);

/** Kept until the tab is closed. */
export const visit = storeIn(() => sessionStorage);
