import { domainToASCII } from 'node:url';
import { type Checked, refuse } from './problem.js';

/** Longest address that SMTP can deliver to, in characters. */
export const emailLength = 254;

const mailbox = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Checks one e-mail address and gives it back in lower case, its domain in ASCII. Lists, display names, comments,
 * quoted mailboxes, line breaks and bare host names are refused.
 */
export function checkEmail(value: unknown): Checked {
  if (typeof value !== 'string' || value.trim() === '') return refuse('forms.email.required');
  const address = value.trim().normalize('NFC').toLowerCase();
  if (address.length > emailLength) return refuse('forms.email.invalid');
  if (/[\s,;<>"()]/.test(address)) return refuse('forms.email.one');
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), domainToASCII(address.slice(at + 1))];
  if (at < 1 || local.length > 64 || !mailbox.test(local) || !isDomain(domain))
    return refuse('forms.email.invalid');
  const normal = `${local}@${domain}`;
  return normal.length > emailLength ? refuse('forms.email.invalid') : { ok: true, value: normal };
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length > 1 && labels.every((part) => label.test(part)) && /[a-z]/.test(labels.at(-1) ?? '');
}
