// Not a module on purpose: it runs before the first paint, so that a chosen theme never flashes.
try {
  const theme = localStorage.getItem('podnet.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the device's own theme will do.
}
