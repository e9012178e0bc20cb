import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';
import type { Passkey } from './passkey.entity.js';
import type { NewAnswer, UseAnswer } from './passkey-answer.js';
import { PasskeyTrouble } from './passkey-trouble.js';
import type { RelyingParty } from './relying-party.js';

/** COSE numbers of the signatures we take: EdDSA, ES256, RS256. */
export const algorithms = [-8, -7, -257];

/** What is stored of a new passkey. */
export type NewKey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backedUp'>;

/**
 * Whether the answer was made for this challenge, by this site, with its owner verified.
 * @throws PasskeyTrouble `invalid`.
 */
export async function checkNew(answer: NewAnswer, challenge: string, rp: RelyingParty): Promise<NewKey> {
  const { id, clientDataJSON } = answer;
  const info = await orInvalid(async () => {
    const attestationObject = withoutAttestation(answer.attestationObject);
    const { registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    return registrationInfo;
  });
  // The name that was signed, not the one that was sent beside it.
  if (info?.credential.id !== id) throw new PasskeyTrouble('invalid');
  return {
    credentialId: info.credential.id,
    publicKey: isoBase64URL.fromBuffer(info.credential.publicKey),
    counter: info.credential.counter,
    transports: answer.transports.join(','),
    backedUp: info.credentialBackedUp,
  };
}

/**
 * As `checkNew`, and whether this key signed it. Whether the counter may be is for whoever stores it to say, in the
 * write that does: two answers could come at once.
 * @throws PasskeyTrouble `invalid`.
 */
export async function checkUse(
  answer: UseAnswer,
  { publicKey }: Pick<Passkey, 'publicKey'>,
  challenge: string,
  rp: RelyingParty,
): Promise<Pick<Passkey, 'counter' | 'backedUp'>> {
  const { id, clientDataJSON, authenticatorData, signature } = answer;
  const { verified, authenticationInfo } = await orInvalid(() =>
    verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      credential: { id, publicKey: isoBase64URL.toBuffer(publicKey), counter: 0 },
    }),
  );
  if (!verified) throw new PasskeyTrouble('invalid');
  return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
}

/**
 * We take keys of every make, so what vouches for the make is left out: its certificates could name addresses that
 * would be asked whether they were revoked.
 */
function withoutAttestation(attestationObject: string): string {
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData');
  const bare = new Map<string, string | Uint8Array | Map<string, never>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, never>()],
    ['authData', authData],
  ]);
  return isoBase64URL.fromBuffer(isoCBOR.encode(bare));
}

/** The library tells everything that is wrong by throwing, also where it cannot read what was sent. */
async function orInvalid<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new PasskeyTrouble('invalid', { cause });
  }
}
