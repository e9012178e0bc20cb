const prague = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Prague',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * An instant from what an editor writes: `2026-11-01`, `2026-11-01 18:00` (both as clocks in Prague show it) or a
 * time with its offset. A bare date is the first or the last millisecond of that day. ISO-8601 in UTC with
 * milliseconds; null when it is no date.
 */
export function instantFrom(text: string, edge: 'start' | 'end'): string | null {
  const parts = pattern.exec(text);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const valid =
    new Date(wall).toISOString().startsWith(text.slice(0, 10)) && hour < 24 && minute < 60 && second < 60;
  if (!valid || year < 1900) return null;
  if (parts[7]) return new Date(wall - offsetMilliseconds(parts[7])).toISOString();
  if (parts[4] === undefined && edge === 'end') {
    return new Date(fromPrague(Date.UTC(year, month - 1, day + 1)) - 1).toISOString();
  }
  return new Date(fromPrague(wall)).toISOString();
}

function offsetMilliseconds(offset: string): number {
  if (/z/i.test(offset)) return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** The instant at which clocks in Prague show `wall`; tried twice, because the first guess may lie across a change of the clocks. */
function fromPrague(wall: number): number {
  const guess = wall - pragueOffset(wall);
  return wall - pragueOffset(guess);
}

function pragueOffset(instant: number): number {
  const shown = Object.fromEntries(
    prague.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}
