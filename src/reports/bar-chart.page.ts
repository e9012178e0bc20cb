import { formatNumber } from '../web/i18n/dates.js';
import type { Locale } from '../web/i18n/messages.js';

/** View model of `components/bar-chart`: horizontal bars, the longest as wide as the chart. */
export function barChart(title: string, values: readonly { label: string; value: number }[], locale: Locale) {
  const highest = Math.max(1, ...values.map(({ value }) => value));
  return {
    title,
    height: 24 + 44 * values.length,
    bars: values.map(({ label, value }, place) => ({
      label: shortened(label),
      value: formatNumber(locale, value),
      y: 44 * place,
      labelY: 44 * place + 14,
      barY: 44 * place + 22,
      width: Math.round((value / highest) * 1000) / 10,
    })),
  };
}

/** SVG text does not wrap. */
function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= 60 ? label : `${letters.slice(0, 59).join('').trimEnd()}…`;
}
