import { isIPv6 } from 'node:net';

/**
 * The network an address belongs to, for counting: an IPv4 address as it is, of IPv6 the first 64 bits, since one
 * household has all that follow.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const plain = address.split('%', 1)[0] ?? address;
  return isIPv6(plain) ? `${firstGroups(plain, 4).join(':')}::/64` : address;
}

function firstGroups(address: string, count: number): string[] {
  const [head = '', tail] = address.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return groups.slice(0, count).map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
