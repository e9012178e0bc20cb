import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What an authenticator or a browser may do otherwise than it should. */
export interface Lies {
  origin?: string;
  /** Host it believes to be at. */
  host?: string;
  type?: string;
  challenge?: string;
  /** As if somebody else's key had signed. */
  key?: KeyObject;
  signature?: Buffer;
  isVerified?: boolean;
  isPresent?: boolean;
  /** Counter to sign, instead of the next one. */
  counter?: number;
  userHandle?: string | null;
  fmt?: string;
  crossOrigin?: boolean;
  /** Of the COSE key. */
  algorithm?: number;
}

const flag = { present: 1, verified: 4, eligible: 8, backedUp: 16, attested: 64 };
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();

/** An authenticator with one ES256 key, in software; `origin` is that of the site it is at. */
export class Authenticator {
  readonly id = randomBytes(16).toString('base64url');
  readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  counter = 0;
  userHandle = '';

  constructor(
    private readonly origin: string,
    /** Whether it counts its signatures; those that are kept in several places cannot. */
    private readonly isCounting = true,
  ) {}

  /** Answers the options for a new key as a browser would, as JSON. */
  make(options: { challenge: string; user: { id: string } }, lies: Lies = {}): string {
    this.userHandle = options.user.id;
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const data = Buffer.concat([
      this.authenticatorData(flag.attested, lies),
      Buffer.alloc(16),
      length,
      id,
      isoCBOR.encode(this.coseKey(lies.algorithm)),
    ]);
    const attestation = new Map<string, string | Uint8Array | Map<string, never>>([
      ['fmt', lies.fmt ?? 'none'],
      ['attStmt', new Map<string, never>()],
      ['authData', new Uint8Array(data)],
    ]);
    return JSON.stringify({
      id: this.id,
      response: {
        clientDataJSON: this.clientData('webauthn.create', options.challenge, lies),
        attestationObject: base64url(isoCBOR.encode(attestation)),
        transports: ['internal', 'pigeon'],
      },
    });
  }

  /** Answers the options for using a key as a browser would, as JSON. */
  use(options: { challenge: string }, lies: Lies = {}): string {
    const data = this.authenticatorData(0, lies);
    const clientDataJSON = this.clientData('webauthn.get', options.challenge, lies);
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const signature = lies.signature ?? sign('sha256', signed, lies.key ?? this.keys.privateKey);
    const userHandle = lies.userHandle === undefined ? this.userHandle : lies.userHandle;
    return JSON.stringify({
      id: this.id,
      response: {
        clientDataJSON,
        authenticatorData: base64url(data),
        signature: base64url(signature),
        ...(userHandle !== null && { userHandle }),
      },
    });
  }

  private clientData(type: string, challenge: string, lies: Lies): string {
    return base64url(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? this.origin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    );
  }

  private authenticatorData(more: number, lies: Lies): Buffer {
    if (this.isCounting) this.counter += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.counter);
    const kept = this.isCounting ? 0 : flag.eligible | flag.backedUp;
    const present = lies.isPresent === false ? 0 : flag.present;
    const verified = lies.isVerified === false ? 0 : flag.verified;
    const flags = Buffer.from([more | kept | present | verified]);
    return Buffer.concat([sha256(lies.host ?? new URL(this.origin).hostname), flags, counter]);
  }

  private coseKey(algorithm = -7): Map<number, number | Uint8Array> {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    return new Map<number, number | Uint8Array>([
      [1, 2],
      [3, algorithm],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]);
  }
}
