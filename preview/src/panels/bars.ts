import type { Field } from '@grafana/data';
import { number } from '../page/values';

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where things stand in a bar chart. */
export interface Plan {
  /** Bars lie. */
  across: boolean;
  stacked: 'none' | 'normal' | 'percent';
  box: Box;
  ticks: number[];
  place: (value: number) => number;
  names: { name: string; at: number; index: number }[];
  band: number;
  group: number;
  bar: number;
}

export interface Bar {
  series: number;
  index: number;
  value: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export function planOf(
  options: Record<string, unknown>,
  names: string[],
  series: Pick<Field, 'values' | 'config'>[],
  width: number,
  height: number,
): Plan {
  const stacked = options.stacking === 'normal' || options.stacking === 'percent' ? options.stacking : 'none';
  const across =
    options.orientation === 'horizontal' ||
    (options.orientation !== 'vertical' && width / Math.max(names.length, 1) < 24 && height > width);
  const longest = Math.min(Math.max(...names.map((name) => name.length), 1) * 7 + 14, width * 0.4);
  const turned = number(options.xTickLabelRotation, 0) !== 0 && !across;
  const box = {
    left: across ? longest : 52,
    top: 14,
    right: width - (across ? 48 : 8),
    bottom: height - (turned ? Math.min(height / 3, longest) : 24),
  };
  const ticks = ticksOf(extent(series, stacked), across ? 5 : Math.max(2, Math.floor(height / 60)));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const share = (value: number) => (value - low) / (high - low || 1);
  const place = (value: number) =>
    across ? box.left + share(value) * (box.right - box.left) : box.bottom - share(value) * (box.bottom - box.top);
  const band = (across ? box.bottom - box.top : box.right - box.left) / Math.max(names.length, 1);
  const every = across ? Math.ceil(14 / Math.max(band, 1)) : Math.ceil((turned ? 16 : longest) / Math.max(band, 1));
  const placed = names.map((name, index) => ({
    name,
    index,
    at: (across ? box.top : box.left) + (index + 0.5) * band,
  }));
  const shown = placed.filter(({ index }) => index % Math.max(every, 1) === 0);
  return {
    across,
    stacked,
    box,
    ticks,
    place,
    names: shown,
    band,
    group: number(options.groupWidth, 0.7),
    bar: number(options.barWidth, 0.97),
  };
}

export function barsOf(plan: Plan, series: unknown[][]): Bar[] {
  const count = plan.stacked === 'none' ? Math.max(series.length, 1) : 1;
  const lane = (plan.band * (count === 1 ? 1 : plan.group)) / count;
  const start = (plan.band - lane * count) / 2;
  const sums = new Map<string, number>();
  return series.flatMap((values, s) =>
    values.flatMap((raw, index) => {
      if (typeof raw !== 'number' || !Number.isFinite(raw)) return [];
      const value = plan.stacked === 'percent' ? raw / (total(series, index) || 1) : raw;
      const key = `${index}${value < 0 ? '-' : '+'}`;
      const base = plan.stacked === 'none' ? 0 : (sums.get(key) ?? 0);
      sums.set(key, base + value);
      const offset =
        (plan.across ? plan.box.top : plan.box.left) +
        index * plan.band +
        start +
        lane * (plan.stacked === 'none' ? s : 0) +
        (lane * (1 - plan.bar)) / 2;
      return [{ series: s, index, value: raw, ...rectangle(plan, offset, lane * plan.bar, base, base + value) }];
    }),
  );
}

function rectangle(plan: Plan, offset: number, thick: number, from: number, to: number) {
  const low = Math.min(plan.place(from), plan.place(to));
  const long = Math.abs(plan.place(to) - plan.place(from));
  return plan.across
    ? { x: low, y: offset, width: long, height: thick }
    : { x: offset, y: low, width: thick, height: long };
}

function total(series: unknown[][], index: number): number {
  return series.reduce((sum, values) => sum + Math.abs(number(values[index], 0)), 0);
}

function extent(series: Pick<Field, 'values' | 'config'>[], stacked: Plan['stacked']): [number, number] {
  if (stacked === 'percent') return [0, 1];
  const columns = series.map((field) => field.values.map((value) => number(value, 0)));
  const length = Math.max(0, ...columns.map((column) => column.length));
  const sums = Array.from({ length }, (_, i) => columns.map((column) => column[i] ?? 0));
  const add = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const ups = sums.map((values) => (stacked === 'normal' ? add(values.filter((v) => v > 0)) : Math.max(0, ...values)));
  const downs = sums.map((values) =>
    stacked === 'normal' ? add(values.filter((v) => v < 0)) : Math.min(0, ...values),
  );
  const said = series[0]?.config ?? {};
  return [
    number(
      said.min,
      downs.reduce((a, b) => Math.min(a, b), 0),
    ),
    number(
      said.max,
      ups.reduce((a, b) => Math.max(a, b), 0),
    ),
  ];
}

/** Round numbers from below the lowest to above the highest. */
export function ticksOf([low, high]: [number, number], about: number): number[] {
  const rough = (high - low || 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
