import { createDataFrame, type DataFrame, type Field, FieldType } from '@grafana/data';

/** How many values fell into each of `count` equal buckets, at each moment. */
export function calculated(frames: DataFrame[], count: number): DataFrame | undefined {
  const rows = Math.max(1, Math.min(100, Math.round(count)));
  const numbers = frames.flatMap((frame) => frame.fields.filter((field) => field.type === FieldType.number));
  const values = numbers.flatMap((field) => field.values).filter(Number.isFinite);
  if (values.length === 0) return undefined;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const size = (high - low) / rows || 1;
  const counts = countsOf(frames, (value) => Math.min(rows - 1, Math.floor((value - low) / size)), rows);
  const times = [...counts.keys()].sort((a, b) => a - b);
  const fields: Partial<Field>[] = [...Array(rows).keys()].map((row) => ({
    name: rounded(low + (row + 1) * size),
    type: FieldType.number,
    config: {},
    values: times.map((time) => counts.get(time)?.[row] ?? 0),
  }));
  return createDataFrame({
    fields: [
      { name: 'Time', type: FieldType.time, values: times, config: {} },
      ...fields.map((f) => ({ ...f, name: f.name ?? '' })),
    ],
  });
}

function countsOf(frames: DataFrame[], bucketOf: (value: number) => number, rows: number): Map<number, number[]> {
  const counts = new Map<number, number[]>();
  for (const frame of frames) {
    const times: number[] = frame.fields.find((field) => field.type === FieldType.time)?.values ?? [];
    for (const field of frame.fields) {
      if (field.type !== FieldType.number) continue;
      for (const [i, value] of field.values.entries()) count(counts, times[i], value, bucketOf, rows);
    }
  }
  return counts;
}

function count(
  counts: Map<number, number[]>,
  time: number | undefined,
  value: unknown,
  bucketOf: (value: number) => number,
  rows: number,
): void {
  if (time === undefined || typeof value !== 'number' || !Number.isFinite(value)) return;
  const found = counts.get(time) ?? Array<number>(rows).fill(0);
  const bucket = bucketOf(value);
  found[bucket] = (found[bucket] ?? 0) + 1;
  counts.set(time, found);
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
