import { type DataFrame, type Field, FieldType, formattedValueToString } from '@grafana/data';

/** A value, and the time span for which it is drawn. */
export interface Span {
  index: number;
  value: unknown;
  from: number;
  to: number;
}

const STATES = new Set([FieldType.number, FieldType.string, FieldType.boolean, FieldType.enum]);

/** The frames that give states over time. */
export function graphableStates(frames: DataFrame[]): DataFrame[] {
  return frames
    .filter((frame) => frame.length > 0 && frame.fields.some((field) => field.type === FieldType.time))
    .map((frame) => ({
      ...frame,
      fields: frame.fields.filter((field) => field.type === FieldType.time || STATES.has(field.type)),
    }))
    .filter((frame) => frame.fields.length > 1);
}

/** Spans from each value to the next. On request, equal neighbours are joined. A null ends the span before it. */
export function runsOf(field: Field, times: number[], end: number, merge: boolean): Span[] {
  const spans: Span[] = [];
  for (const [index, from] of times.entries()) {
    const value = field.values[index];
    if (value === undefined) continue;
    const last = spans.at(-1);
    if (merge && last && last.to === Number.POSITIVE_INFINITY && same(field, last.value, value)) continue;
    if (last) last.to = Math.min(last.to, from);
    if (value !== null) spans.push({ index, value, from, to: Number.POSITIVE_INFINITY });
  }
  const last = spans.at(-1);
  if (last) last.to = Math.min(last.to, Math.max(end, last.from));
  return spans;
}

function same(field: Field, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || !field.display) return false;
  return formattedValueToString(field.display(a)) === formattedValueToString(field.display(b));
}

/** Spans around the time of each value, as wide as the usual distance between two values. */
export function samplesOf(field: Field, times: number[], end: number): Span[] {
  const half = stepOf(times, end) / 2;
  return times.flatMap((time, index) => {
    const value = field.values[index];
    return value === null || value === undefined ? [] : [{ index, value, from: time - half, to: time + half }];
  });
}

interface Place {
  low: number;
  high: number;
}

/** The positions of rows, lowest first, on a scale with one unit per row, with gaps between rows. */
export function placesOf(rows: number, share: number): Place[] {
  if (rows === 1) return [{ low: 0, high: 1 }];
  const gap = (rows * (1 - share)) / (rows - 1);
  return Array.from({ length: rows }, (_, row) => {
    const high = rows - (rows - 1 - row) * (share + gap);
    return { low: high - share, high };
  });
}

/** The smallest distance between two times. */
export function stepOf(times: number[], end: number): number {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) {
    const between = (times[i] ?? 0) - (times[i - 1] ?? 0);
    if (between > 0) step = Math.min(step, between);
  }
  return Number.isFinite(step) ? step : Math.max(1, end - (times[0] ?? end)) || 60_000;
}
