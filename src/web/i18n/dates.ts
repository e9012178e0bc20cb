import type { Locale } from './messages.js';

const tags: Record<Locale, string> = { cs: 'cs-CZ', en: 'en-GB' };
const timeZone = 'Europe/Prague';

const formats = (options: Intl.DateTimeFormatOptions): Record<Locale, Intl.DateTimeFormat> => ({
  cs: new Intl.DateTimeFormat(tags.cs, { timeZone, ...options }),
  en: new Intl.DateTimeFormat(tags.en, { timeZone, ...options }),
});

const day = formats({ day: 'numeric', month: 'long', year: 'numeric' });
const dayAndTime = formats({
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const numbers: Record<Locale, Intl.NumberFormat> = {
  cs: new Intl.NumberFormat(tags.cs),
  en: new Intl.NumberFormat(tags.en),
};

/** `31. ledna 2027` in Prague. */
export function formatDate(locale: Locale, instant: string): string {
  return day[locale].format(new Date(instant));
}

/** `31. ledna 2027 v 23:59` in Prague. */
export function formatDateTime(locale: Locale, instant: string): string {
  return dayAndTime[locale].format(new Date(instant));
}

/** With the language's grouping of digits. */
export function formatNumber(locale: Locale, value: number): string {
  return numbers[locale].format(value);
}
