import { dateTimeFormat, type Field, formattedValueToString, systemDateFormats } from '@grafana/data';
import { text } from '../page/values';

/** The full names of the bars. */
export function namesOf(x: Field): string[] {
  return x.values.map((value) => (x.display ? formattedValueToString(x.display(value)) : String(value ?? '')));
}

export function cut(name: string, most: number): string {
  return most > 0 && name.length > most ? `${name.slice(0, most)}…` : name;
}

/** Formats times as short as the distance of the first two times allows, unless the field has its own format. */
export function shortNamesOf(x: Field, timeZone: string): string[] {
  if (text(x.config.unit).startsWith('time:')) return namesOf(x);
  const [first, second] = x.values;
  const format = formatOf(Math.abs(Number(second) - Number(first)));
  return x.values.map((value) =>
    value === null || value === undefined ? '' : dateTimeFormat(value, { format, timeZone }),
  );
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

const BELOW = [
  [SECOND, 'millisecond'],
  [60 * SECOND, 'second'],
  [HOUR, 'minute'],
  [DAY, 'hour'],
  [28 * DAY, 'day'],
  [365 * DAY, 'month'],
] as const;

/** The format of times in bar charts, as observed in Grafana; a single bar is named with its year. */
function formatOf(step: number): string {
  return systemDateFormats.interval[BELOW.find(([limit]) => step < limit)?.[1] ?? 'year'];
}
