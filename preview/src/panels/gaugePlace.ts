import { type FieldDisplay, type GrafanaTheme2, ThresholdsMode } from '@grafana/data';
import { calculateFontSize } from '@grafana/ui';
import { number } from '../page/values';

/** A gauge is open at the bottom: its arc covers 216 degrees, from lower left to lower right. */
export const START = -108;
export const END = 108;
/** The distance of the arc's ends below its centre, in radii. */
const ENDS_BELOW = Math.sin(((END - 90) * Math.PI) / 180);
const MARGIN = 10;

/** The positions of the parts of a gauge, in pixels. */
export interface Place {
  /** The height of the gauge without its name. */
  height: number;
  x: number;
  y: number;
  /** The radius of the outermost ring. */
  radius: number;
  thick: number;
  /** The fraction of the radius that the thresholds take. */
  marker: number;
  fontSize: number;
  labelSize: number;
  titleSize: number;
}

interface Asked {
  named: boolean;
  markers: boolean;
  labels: boolean;
  valueSize?: number;
}

/** The sizes are those of `Gauge` in @grafana/ui 12, or measured where it leaves them to its chart library. */
export function placeOf(width: number, height: number, text: string, asked: Asked): Place {
  const titleSize = Math.min(width * 0.1, 20);
  const room = Math.max(1, Math.min(asked.named ? height - titleSize * 1.5 : height, width));
  const thick = Math.min(room / 5.5, 40) / (asked.labels ? 1.5 : 1);
  const marker = asked.markers ? thick / 5 : 0;
  const margins = (thick + marker + (asked.labels ? 10 : 0)) * 2 + MARGIN;
  const textWidth = Math.max(1, Math.min(width, room * 1.3) * 0.9 - margins);
  const fontSize = asked.valueSize ?? calculateFontSize(text, textWidth, room, 1, thick * 1.7);
  const labelSize = Math.max(fontSize / 2.5, 12);
  const outside = asked.labels ? labelSize * 1.33 + thick / 5 + 1 : 0;
  const [across, down] = [(width - MARGIN) / 2, room - MARGIN];
  const aboveText = down - (width / 30 + fontSize / 2);
  const whole = Math.max(4, Math.min(across, down / (1 + ENDS_BELOW), aboveText));
  const free = Math.max(0, down - whole * (1 + ENDS_BELOW));
  const top = MARGIN / 2 + (whole === across ? free / 2 : 0);
  const radius = Math.max(2, whole - outside);
  return { height: room, x: width / 2, y: top + whole, radius, thick, marker, fontSize, labelSize, titleSize };
}

export interface Scale {
  min: number;
  max: number;
}

export function scaleOf({ field }: Pick<FieldDisplay, 'field'>): Scale {
  const min = number(field.min, 0);
  const max = number(field.max, 100);
  return max > min ? { min, max } : { min, max: min + 1 };
}

export function angleOf(value: number, { min, max }: Scale): number {
  const share = Number.isFinite(value) ? (value - min) / (max - min) : 0;
  return START + Math.min(1, Math.max(0, share)) * (END - START);
}

/** The thresholds as ranges of the scale. */
export function stretchesOf(theme: GrafanaTheme2, { field }: Pick<FieldDisplay, 'field'>, scale: Scale) {
  const { mode, steps = [] } = field.thresholds ?? {};
  const real = (v: number) =>
    mode === ThresholdsMode.Percentage ? scale.min + (v / 100) * (scale.max - scale.min) : v;
  const edges = steps.map((step) => Math.max(scale.min, real(step.value)));
  return steps.flatMap((step, i) => {
    const [from, to] = [edges[i] ?? scale.min, Math.min(edges[i + 1] ?? scale.max, scale.max)];
    return to > from ? [{ from, to, color: theme.visualization.getColorByName(step.color) }] : [];
  });
}
