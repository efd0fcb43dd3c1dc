import { number } from '../page/values';
import type { Axis, Box } from './barAxes';
import type { Stacking } from './barStacking';

/** The positions of all parts of a bar chart. */
export interface Plan {
  /** Whether bars are horizontal. */
  across: boolean;
  stacked: Stacking;
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
  /** The exact end of the bar's value, not rounded to whole pixels. */
  end: number;
}

/** By default, bars are horizontal in a panel that is higher than wide. */
export function isAcross(options: Record<string, unknown>, width: number, height: number): boolean {
  if (options.orientation === 'horizontal' || options.orientation === 'vertical')
    return options.orientation === 'horizontal';
  return height > width;
}

export function planOf(options: Record<string, unknown>, names: string[], axis: Axis): Plan {
  const { box, across, range, ticks } = axis;
  const share = (value: number) => (value - range[0]) / (range[1] - range[0] || 1);
  const place = (value: number) =>
    across ? box.left + share(value) * (box.right - box.left) : box.bottom - share(value) * (box.bottom - box.top);
  const length = across ? box.bottom - box.top : box.right - box.left;
  const band = length / Math.max(names.length, 1);
  const start = across ? box.top : box.left;
  const placed = names.map((name, index) => ({ name, index, at: start + (index + 0.5) * band }));
  return {
    across,
    stacked: axis.stacked,
    box,
    ticks,
    place,
    names: across ? placed : spaced(placed, number(options.xTickLabelSpacing, 0), length),
    band,
    group: number(options.groupWidth, 0.7),
    bar: number(options.barWidth, 0.97),
  };
}

/**
 * The names to draw: all names, even if they overlap, or only names that are so many pixels apart. With a negative
 * number, names are counted from the right. As in Grafana, there is then room for one more.
 */
export function spaced<T>(names: T[], spacing: number, length: number): T[] {
  const room = spacing === 0 ? names.length : Math.abs(Math.floor(length / spacing));
  const every = Math.max(1, Math.ceil(names.length / Math.max(room, 1)));
  const last = names.length - 1;
  return names.filter((_, i) => (spacing < 0 ? last - i : i) % every === 0);
}

export function barsOf(plan: Plan, series: unknown[][]): Bar[] {
  const count = plan.stacked === 'none' ? Math.max(series.length, 1) : 1;
  const lane = (plan.band * (count === 1 ? 1 : plan.group)) / count;
  const start = (plan.band - lane * count) / 2;
  const sums = new Map<string, number>();
  return series.flatMap((values, s) =>
    values.flatMap((raw, index) => {
      if (typeof raw !== 'number' || !Number.isFinite(raw) || (raw === 0 && plan.stacked !== 'none')) return [];
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

/** A bar in whole pixels, so that its edges are sharp; the value 0 is drawn as a line. */
function rectangle(plan: Plan, offset: number, thick: number, from: number, to: number) {
  const [low, high] = [plan.place(from), plan.place(to)].sort((a, b) => a - b).map(Math.round) as [number, number];
  const side = Math.round(offset);
  const wide = Math.max(1, Math.round(offset + thick) - side);
  const long = plan.stacked === 'none' ? Math.max(1, high - low) : high - low;
  const end = plan.place(to);
  return plan.across
    ? { x: low, y: side, width: long, height: wide, end }
    : { x: side, y: high - long, width: wide, height: long, end };
}

function total(series: unknown[][], index: number): number {
  return series.reduce((sum, values) => sum + Math.abs(number(values[index], 0)), 0);
}
