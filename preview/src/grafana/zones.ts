import moment from './momentTimezone';

const DAY = 86_400_000;
const YEARS_AROUND = 2;

/** The time zone of a board; `browser` or an empty value is that of the reader. */
export function zoneOf(name: string): string {
  const own = name === '' || name === 'browser';
  return own ? new Intl.DateTimeFormat().resolvedOptions().timeZone : name;
}

/**
 * Adds one time zone to moment, with data from the browser's `Intl`: the offsets from two years before the time range
 * of the page to two years after. A name that `Intl` does not support is ignored, and moment then uses UTC.
 */
export function teachZone(name: string, from: number, to: number): void {
  if (moment.tz.zone(name)) return;
  const offset = offsetsOf(name);
  if (!offset) return;
  const margin = YEARS_AROUND * 366 * DAY;
  moment.tz.add(packed(name, offset, from - margin, to + margin));
}

type Offset = (time: number) => number;

/** Returns the minutes by which a zone's clock is ahead of UTC, as a function of time. */
export function offsetsOf(name: string): Offset | null {
  const parts = formatOf(name);
  return parts && ((time) => (wallClock(parts, time) - Math.floor(time / 1000) * 1000) / 60_000);
}

function formatOf(name: string): Intl.DateTimeFormat | null {
  const part = '2-digit' as const;
  const fields = { year: 'numeric', month: part, day: part, hour: part, minute: part, second: part } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...fields });
  } catch {
    return null;
  }
}

function wallClock(format: Intl.DateTimeFormat, time: number): number {
  const parts = Object.fromEntries(format.formatToParts(time).map((p) => [p.type, Number(p.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Returns a zone in moment's text form: name|abbreviations|offsets|indices|untils, with numbers in base 60. */
export function packed(name: string, offset: Offset, from: number, to: number): string {
  const changes = changesOf(offset, from, to);
  const offsets = [...new Set([offset(from), ...changes.map((c) => c.offset)])];
  const indices = [offset(from), ...changes.map((c) => c.offset)].map((o) => base60(offsets.indexOf(o)));
  const minutes = changes.map((c) => Math.round(c.time / 60_000));
  const untils = minutes.map((m, i) => base60(m - (minutes[i - 1] ?? 0)));
  const names = offsets.map(abbreviation);
  return [name, names.join(' '), offsets.map((o) => base60(-o)).join(' '), indices.join(''), untils.join(' ')].join(
    '|',
  );
}

function changesOf(offset: Offset, from: number, to: number): { time: number; offset: number }[] {
  const found = [];
  for (let start = from; start < to; start += DAY) {
    if (offset(start) === offset(start + DAY)) continue;
    const time = firstDifferent(offset, start, start + DAY);
    found.push({ time, offset: offset(start + DAY) });
  }
  return found;
}

function firstDifferent(offset: Offset, low: number, high: number): number {
  const before = offset(low);
  let [left, right] = [Math.floor(low / 60_000), Math.ceil(high / 60_000)];
  while (right - left > 1) {
    const middle = Math.floor((left + right) / 2);
    if (offset(middle * 60_000) === before) left = middle;
    else right = middle;
  }
  return right * 60_000;
}

function abbreviation(minutes: number): string {
  const [sign, whole] = [minutes < 0 ? '-' : '+', Math.abs(minutes)];
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return whole % 60 === 0 ? `${sign}${two(whole / 60)}` : `${sign}${two(whole / 60)}${two(whole % 60)}`;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';

function base60(value: number): string {
  if (value < 0) return `-${base60(-value)}`;
  const last = DIGITS[value % 60] ?? '0';
  return value < 60 ? last : base60(Math.floor(value / 60)) + last;
}
