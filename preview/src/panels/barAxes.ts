import { type Field, formattedValueToString } from '@grafana/data';
import { measureText, UPLOT_AXIS_FONT_SIZE } from '@grafana/ui';
import uPlot from 'uplot';
import { number } from '../page/values';
import { extent, stackingOf } from './barStacking';

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The layout of a bar chart's axes, which follows that of a time series. */
export interface Axis {
  across: boolean;
  stacked: ReturnType<typeof stackingOf>;
  box: Box;
  range: [number, number];
  ticks: number[];
}

const TOP = 8;
const RIGHT = 8;
/** The space in front of the names of horizontal bars. */
const LEFT = 3;
/** The distance from an axis to its labels, for values and for names. */
export const TO_VALUE = 9;
export const TO_NAME = 15;

export function axisOf(
  options: Record<string, unknown>,
  across: boolean,
  names: string[],
  series: Field[],
  width: number,
  height: number,
): Axis {
  const stacked = stackingOf(options);
  const range = rangeOf(series, stacked);
  const longest = Math.max(0, ...names.map(widthOf));
  const turn = (Math.abs(number(options.xTickLabelRotation, 0)) * Math.PI) / 180;
  const under = turn > 0 ? Math.sin(turn) * longest - 9 : 5;
  const below = UPLOT_AXIS_FONT_SIZE + (across ? TO_VALUE : TO_NAME + under);
  const box = { left: 0, top: TOP, right: width - RIGHT, bottom: Math.max(TOP + 10, height - below) };
  const label = (value: number) => tickText(series[0], value, value);
  if (across) {
    box.left = Math.ceil(Math.min(width * 0.4, longest)) + TO_NAME + LEFT;
    const space = Math.max(40, widthOf(label(range[1])) + 18);
    return { across, stacked, box, range, ticks: ticksOf(range, box.right - box.left, space) };
  }
  const high = box.bottom - box.top;
  const ticks = ticksOf(range, high, high <= 150 ? 15 : 30);
  const widest = Math.max(0, ...ticks.map((tick) => widthOf(tickText(series[0], tick, stepOf(ticks)))));
  box.left = Math.ceil(Math.min(width * 0.4, widest)) + TO_VALUE;
  return { across, stacked, box, range, ticks };
}

export function valueText(field: Field | undefined, value: number): string {
  return field?.display ? formattedValueToString(field.display(value)) : String(value);
}

/** Formats a value at the axis with as many decimals as the distance between two values needs. */
export function tickText(field: Field | undefined, value: number, step: number): string {
  const decimals = String(step).split('.')[1]?.length;
  return field?.display ? formattedValueToString(field.display(value, decimals)) : String(value);
}

export function stepOf(ticks: number[]): number {
  return Number(((ticks[1] ?? 1) - (ticks[0] ?? 0)).toPrecision(12));
}

export function widthOf(text: string): number {
  return measureText(text, UPLOT_AXIS_FONT_SIZE).width;
}

function rangeOf(series: Field[], stacked: Axis['stacked']): [number, number] {
  const [low, high] = extent(series, stacked);
  const config = series[0]?.config ?? {};
  const padded = stacked === 'percent' ? [0, 1] : uPlot.rangeNum(low, high, RANGE);
  return [number(config.min, padded[0] ?? 0), number(config.max, padded[1] ?? 1)];
}

/** The range of the value axis: it includes zero, and a tenth stays free beyond the longest bar. */
const RANGE: uPlot.Range.Config = {
  min: { pad: 0.1, soft: 0, mode: 1 },
  max: { pad: 0.1, soft: 0, mode: 1 },
};

/** Round numbers in a range, at least so many pixels apart. */
export function ticksOf([low, high]: [number, number], length: number, space: number): number[] {
  const least = ((high - low || 1) * space) / Math.max(length, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= least) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.max(0, Math.floor(high / step + 1e-9) - first) + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
