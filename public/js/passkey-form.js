const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));

const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const withBytes = (list) => list?.map((one) => ({ ...one, id: bytesOf(one.id) }));

/** What the server wants, as the browser wants it. */
function readable(options) {
  const { challenge, user, allowCredentials, excludeCredentials } = options;
  return {
    ...options,
    challenge: bytesOf(challenge),
    ...(user && { user: { ...user, id: bytesOf(user.id) } }),
    ...(allowCredentials && { allowCredentials: withBytes(allowCredentials) }),
    ...(excludeCredentials && { excludeCredentials: withBytes(excludeCredentials) }),
  };
}

/** The browser's answer as text; each kind of answer has some of the parts. */
function written({ id, response }) {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const said = parts.filter((part) => response[part]).map((part) => [part, textOf(response[part])]);
  const transports = response.getTransports?.();
  return JSON.stringify({ id, response: { ...Object.fromEntries(said), transports } });
}

/** Before what the server asked runs out. */
const renewAfter = 4 * 60_000;

/**
 * A form whose field `response` the browser fills in with a passkey: one that is there, or with data-new another one.
 * With data-autofill="id of a field" the browser may also offer passkeys in that field.
 */
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    this.form = this.querySelector('form');
    this.hidden = this.form.hidden = false;
    this.querySelector('[data-without]')?.remove();
    this.form.addEventListener('submit', (event) => {
      // Before it gets to where forms are held back that were sent already: this one may have to be tried again.
      event.preventDefault();
      this.press();
    });
    // Not before somebody turns to the field: a visit that only looks leaves no cookie.
    const field = document.getElementById(this.dataset.autofill ?? '');
    field?.addEventListener('focus', () => this.autofill(), { once: true });
  }

  disconnectedCallback() {
    this.offer?.abort();
  }

  async press() {
    this.offer?.abort();
    const button = this.form.querySelector('[type=submit]');
    button.disabled = true;
    this.say('');
    try {
      await this.ask(await this.options(), {});
    } catch (error) {
      this.say(this.sentenceFor(error));
      button.disabled = false;
      button.focus();
    }
  }

  async autofill() {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    try {
      for (;;) {
        this.offer = new AbortController();
        const { signal } = this.offer;
        const renewal = new Promise((resolve) => setTimeout(resolve, renewAfter, 'renew'));
        const asked = this.ask(await this.options(), { mediation: 'conditional', signal });
        if ((await Promise.race([asked, renewal])) !== 'renew' || signal.aborted) return;
        asked.catch(() => {});
        this.offer.abort();
      }
    } catch {
      // Nobody asked for it by name: the other ways in are on the page.
    }
  }

  async options() {
    const fields = new URLSearchParams({ _csrf: this.form.elements._csrf.value });
    const response = await fetch(`${this.form.getAttribute('action')}/moznosti`, {
      method: 'POST',
      body: fields,
    });
    if (response.redirected) {
      // Whoever proved long ago who they are is asked again, and comes back here.
      location.assign(`${response.url}?next=${encodeURIComponent(location.pathname)}`);
      return new Promise(() => {});
    }
    if (!response.ok) throw new Error(String(response.status));
    return readable(await response.json());
  }

  async ask(publicKey, how) {
    const keys = navigator.credentials;
    const made = 'new' in this.dataset ? keys.create({ publicKey }) : keys.get({ publicKey, ...how });
    this.form.elements.response.value = written(await made);
    HTMLFormElement.prototype.submit.call(this.form);
  }

  sentenceFor({ name }) {
    const { cancelled, impossible, failed, have } = this.dataset;
    if (name === 'NotAllowedError' || name === 'AbortError') return cancelled;
    if (name === 'InvalidStateError') return have ?? failed;
    return name === 'SecurityError' || name === 'NotSupportedError' ? impossible : failed;
  }

  say(sentence) {
    const place = this.querySelector('[data-trouble]');
    place.hidden = !sentence;
    place.setAttribute('role', 'alert');
    place.textContent = sentence;
  }
}

customElements.define('passkey-form', PasskeyForm);
