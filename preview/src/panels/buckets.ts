import { type DataFrame, FieldType, rangeUtil } from '@grafana/data';
import { type Bag, bag, number, text } from '../page/values';

/** Makes a heatmap from plain series by counting the samples in each cell of time and value. */
export function calculated(frames: DataFrame[], calculation: Bag): DataFrame | undefined {
  const points = frames.flatMap(pointsOf);
  if (points.length === 0) return undefined;
  const across = bucketsOf(
    points.map((p) => p.time),
    bag(calculation.xBuckets),
    30,
    true,
  );
  const up = bucketsOf(
    points.map((p) => p.value),
    bag(calculation.yBuckets),
    10,
    false,
  );
  const counts = Array.from({ length: up.count }, () => new Array<number>(across.count).fill(0));
  for (const { time, value } of points) {
    const row = counts[placeOf(value, up)];
    const column = placeOf(time, across);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  const moments = Array.from({ length: across.count }, (_, i) => across.from + (i + 0.5) * across.size);
  const bounds = counts.map((_, i) => up.from + (i + 1) * up.size);
  const fields = counts.map((values, i) => ({
    name: plain(bounds[i] ?? 0),
    type: FieldType.number,
    config: {},
    values,
  }));
  return {
    length: across.count,
    meta: { custom: { counted: up } },
    fields: [{ name: 'Time', type: FieldType.time, config: {}, values: moments }, ...fields],
  };
}

/** The value buckets, if they were counted here. */
export function countsOf(frame: DataFrame): Buckets | undefined {
  return frame.meta?.custom?.counted;
}

function pointsOf(frame: DataFrame): { time: number; value: number }[] {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  const numbers = frame.fields.filter((field) => field.type === FieldType.number);
  return numbers.flatMap((field) =>
    field.values.flatMap((value, i) =>
      typeof value === 'number' && Number.isFinite(value) && time ? [{ time: time.values[i], value }] : [],
    ),
  );
}

export interface Buckets {
  from: number;
  size: number;
  count: number;
}

const MOST = 400;

function bucketsOf(values: number[], asked: Bag, usual: number, isTime: boolean): Buckets {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const width = high - low || 1;
  const written = text(asked.value);
  const bySize = asked.mode === 'size' ? (isTime ? milliseconds(written) : Number(written)) : 0;
  const byCount = asked.mode === 'count' && Number(written) >= 1 ? Number(written) : usual;
  const size = Math.max(bySize > 0 ? bySize : rounded(width / byCount, isTime), width / MOST);
  const from = Math.floor(low / size) * size;
  return { from, size, count: Math.min(MOST + 1, Math.floor((high - from) / size) + 1) };
}

function milliseconds(written: string): number {
  try {
    return rangeUtil.intervalToMs(written);
  } catch {
    return number(written, 0);
  }
}

/** Rounds a bucket size: times to the usual intervals, values up to one significant digit. */
function rounded(size: number, isTime: boolean): number {
  if (isTime) return rangeUtil.roundInterval(size);
  const power = 10 ** Math.floor(Math.log10(size));
  return Number((power * Math.ceil(size / power - 1e-9)).toPrecision(1));
}

function placeOf(value: number, { from, size, count }: Buckets): number {
  return Math.min(count - 1, Math.max(0, Math.floor((value - from) / size)));
}

function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}
