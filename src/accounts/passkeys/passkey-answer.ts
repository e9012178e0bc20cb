/** What a browser answers when a passkey was used; everything is base64url. */
export interface UseAnswer {
  id: string;
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  /** The account the passkey was made for, as the authenticator keeps it; null where it does not say. */
  userHandle: string | null;
}

/** What a browser answers when a passkey was made; everything but `transports` is base64url. */
export interface NewAnswer {
  id: string;
  clientDataJSON: string;
  attestationObject: string;
  /** How it can be reached, as far as we know such ways. */
  transports: Transport[];
}

const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
export type Transport = (typeof transports)[number];

/** Characters of an answer, at most; those of real authenticators have two or three thousand. */
export const longestAnswer = 16_384;
/** Authenticators name passkeys by 1023 bytes at most. */
const longestId = 1364;
/** Bytes of a user handle, at most, in base64url. */
const longestHandle = 86;

/** Reads the answer of a browser in which a passkey was used; null for anything else. */
export function readUseAnswer(text: string): UseAnswer | null {
  const [id, response] = opened(text);
  const clientDataJSON = base64url(response.clientDataJSON);
  const authenticatorData = base64url(response.authenticatorData);
  const signature = base64url(response.signature);
  const userHandle = response.userHandle ?? null;
  if (userHandle !== null && !base64url(userHandle, longestHandle)) return null;
  if (!id || !clientDataJSON || !authenticatorData || !signature) return null;
  return { id, clientDataJSON, authenticatorData, signature, userHandle: base64url(userHandle) };
}

/** Reads the answer of a browser in which a passkey was made; null for anything else. */
export function readNewAnswer(text: string): NewAnswer | null {
  const [id, response] = opened(text);
  const clientDataJSON = base64url(response.clientDataJSON);
  const attestationObject = base64url(response.attestationObject);
  if (!id || !clientDataJSON || !attestationObject) return null;
  return { id, clientDataJSON, attestationObject, transports: readTransports(response.transports) };
}

/** The ways in a list that are known; browsers may tell of others, which are of no use to us. */
export function readTransports(list: unknown): Transport[] {
  return Array.isArray(list) ? transports.filter((known) => list.includes(known)) : [];
}

/** The challenge that was answered, as the browser says; nothing of it is proved yet. */
export function challengeIn(clientDataJSON: string): string | null {
  const said = parsed(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
  return base64url(said.challenge, 100);
}

function opened(text: string): [id: string | null, response: Record<string, unknown>] {
  const { id, response } = text.length > longestAnswer ? {} : parsed(text);
  return [base64url(id, longestId), objectOf(response)];
}

function parsed(text: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function base64url(value: unknown, longest = longestAnswer): string | null {
  return typeof value === 'string' && value.length <= longest && /^[\w-]+$/.test(value) ? value : null;
}
