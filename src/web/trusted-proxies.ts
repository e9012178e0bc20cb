/**
 * Believes the `X-Forwarded-For` of as many proxies as stand in front of the process; what a client itself claims
 * further left is never its address. For Fastify's `trustProxy`: hop 0 is whoever opened the connection.
 */
export function trustedProxies(count: number): (address: string, hop: number) => boolean {
  return (_address, hop) => hop < count;
}
