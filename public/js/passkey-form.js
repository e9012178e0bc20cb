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
    const without = this.querySelector('[data-without]');
    if (!window.PublicKeyCredential) {
      if (without) without.textContent = this.dataset.impossible;
      return;
    }
    this.form = this.querySelector('form');
    this.hidden = this.form.hidden = false;
    without?.remove();
    // Whoever comes back to the page by the browser's own button finds it as it was left.
    window.addEventListener('pageshow', () => this.release());
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
    this.button.disabled = true;
    this.say('');
    try {
      await this.ask(await this.options(), {});
    } catch (error) {
      this.say(this.sentenceFor(error));
      this.release();
      this.button.focus();
    }
  }

  get button() {
    return this.form.querySelector('[type=submit]');
  }

  release() {
    this.button.disabled = false;
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
    const { _csrf, name } = this.form.elements;
    const fields = new URLSearchParams({ _csrf: _csrf.value, ...(name && { name: name.value }) });
    const response = await fetch(`${this.form.getAttribute('action')}/moznosti`, {
      method: 'POST',
      body: fields,
    });
    if (response.redirected) {
      // Whoever proved long ago who they are is asked again, and comes back here.
      const back = encodeURIComponent(location.pathname);
      location.assign(response.url.includes('?') ? response.url : `${response.url}?next=${back}`);
      return new Promise(() => {});
    }
    // The page itself says beside the field what is wrong with the name, before the browser makes anything.
    if (response.status === 422) {
      this.send();
      return new Promise(() => {});
    }
    if (response.ok) return readable(await response.json());
    throw await response.json();
  }

  send() {
    HTMLFormElement.prototype.submit.call(this.form);
  }

  async ask(publicKey, how) {
    const keys = navigator.credentials;
    const made = 'new' in this.dataset ? keys.create({ publicKey }) : keys.get({ publicKey, ...how });
    this.form.elements.response.value = written(await made);
    this.send();
  }

  /** For what the server said no to, or the browser. */
  sentenceFor({ trouble, name }) {
    if (trouble) return trouble;
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
