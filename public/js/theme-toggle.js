const order = ['auto', 'light', 'dark'];

/** A button that goes through the themes; the choice is stored only when somebody makes one. */
class ThemeToggle extends HTMLElement {
  connectedCallback() {
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.className = 'theme-toggle';
    this.button.addEventListener('click', () =>
      this.choose(order[(order.indexOf(this.theme) + 1) % order.length]),
    );
    this.append(this.button);
    this.show();
  }

  get theme() {
    return document.documentElement.dataset.theme ?? 'auto';
  }

  choose(theme) {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      if (theme === 'auto') localStorage.removeItem('podnet.theme');
      else localStorage.setItem('podnet.theme', theme);
    } catch {
      // The choice then lasts for this page.
    }
    this.show();
  }

  show() {
    this.button.textContent = this.dataset[this.theme];
  }
}

customElements.define('theme-toggle', ThemeToggle);
