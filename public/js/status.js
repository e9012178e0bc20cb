/** Says a sentence to people who cannot see what has just changed. */
export function announce(text) {
  const status = document.getElementById('stav');
  if (!status || !text) return;
  // The same words twice would stay silent without the gap.
  status.textContent = '';
  setTimeout(() => {
    status.textContent = text.trim();
  }, 60);
}

/** A function that waits until nobody has called it for some milliseconds. */
export function afterPause(milliseconds, work) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), milliseconds);
  };
}
