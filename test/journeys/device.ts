import type { CDPSession } from 'playwright-core';
import type { Person } from './person.js';

type Credentials = Awaited<ReturnType<CDPSession['send']>>;

/** A device of somebody's browser that keeps passkeys. */
export interface Device {
  /** Whether its owner agrees when asked; who does not, cancels. */
  owner(agrees: boolean): Promise<Credentials>;
  /** The passkeys it keeps. */
  keys(): Promise<{ credentialId: string; signCount: number }[]>;
}

/** Gives the page of a person a device that asks nothing of its owner. */
export async function deviceOf({ context, page }: Person): Promise<Device> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    owner: (agrees) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: agrees }),
    keys: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  };
}
