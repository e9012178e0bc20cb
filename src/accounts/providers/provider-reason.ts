import { loggedMessage } from '../../ops/logged-error.js';

/** Codes of errors as RFC 6749, RFC 6750 and OpenID Connect name them. */
const registered = new Set([
  'access_denied',
  'account_selection_required',
  'consent_required',
  'insufficient_scope',
  'interaction_required',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_request_object',
  'invalid_request_uri',
  'invalid_scope',
  'invalid_token',
  'login_required',
  'registration_not_supported',
  'request_not_supported',
  'request_uri_not_supported',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
]);

/**
 * Why something at a provider failed, for the log: words of the library or of the network, and the provider's code of
 * the error where it is a registered one. Whatever else it says may name somebody.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause instanceof Error ? `: ${loggedMessage(error.cause)}` : '';
  return `${loggedMessage(error)}${codeOf(error)}${cause}`.slice(0, 200);
}

function codeOf(error: Error): string {
  if (!('error' in error)) return '';
  return registered.has(String(error.error)) ? ` (${error.error})` : ' (a code of its own)';
}
