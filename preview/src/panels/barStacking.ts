import type { Field } from '@grafana/data';
import { number } from '../page/values';

export type Stacking = 'none' | 'normal' | 'percent';

export function stackingOf(options: Record<string, unknown>): Stacking {
  return options.stacking === 'normal' || options.stacking === 'percent' ? options.stacking : 'none';
}

/** The lowest and the highest end of a bar. */
export function extent(series: Pick<Field, 'values'>[], stacked: Stacking): [number, number] {
  if (stacked === 'percent') return [0, 1];
  const columns = series.map((field) => field.values.map((value) => number(value, 0)));
  const length = Math.max(0, ...columns.map((column) => column.length));
  const ends = Array.from({ length }, (_, i) => columns.map((column) => column[i] ?? 0)).flatMap((values) =>
    stacked === 'none' ? values : [sum(values.filter((v) => v > 0)), sum(values.filter((v) => v < 0))],
  );
  return [ends.reduce((a, b) => Math.min(a, b), 0), ends.reduce((a, b) => Math.max(a, b), 0)];
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
