const prefix = 'podnet.';

/** Local storage that may be forbidden, full or broken: reading then gives null, writing does nothing. */
export const store = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(prefix + key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, JSON.stringify(value));
    } catch {
      // A draft that cannot be kept must not stop anybody from writing.
    }
  },
};
