import ipaddr from 'ipaddr.js';

/** True for an address of the public internet; nothing of this machine, a private network or a special range. */
export function isPublicAddress(address: string): boolean {
  // `process` looks through IPv4 addresses written as IPv6.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
