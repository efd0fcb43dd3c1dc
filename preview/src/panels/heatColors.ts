import type { Field, GrafanaTheme2 } from '@grafana/data';
import * as chromatic from 'd3-scale-chromatic';
import { bag, number, text } from '../page/values';

/** Returns the colour of a count; null if nothing is drawn. */
export interface Colors {
  min: number;
  max: number;
  of: (value: unknown) => string | null;
  /** Returns the colour at a fraction of the scale, from 0 to 1. */
  at: (share: number) => string;
}

export function colorsOf(options: Record<string, unknown>, fields: Field[], theme: GrafanaTheme2): Colors {
  const color = bag(options.color);
  const hidden = bag(options.filterValues);
  const [least, most] = [number(hidden.ge, Number.POSITIVE_INFINITY), number(hidden.le, 1e-9)];
  const isDrawn = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(value) && value > most && value < least;
  const found = fields.flatMap((field) => field.values.filter(isDrawn));
  const min = number(
    color.min,
    found.reduce((a: number, b: number) => Math.min(a, b), Number.POSITIVE_INFINITY),
  );
  const max = number(
    color.max,
    found.reduce((a: number, b: number) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  );
  const at = stepped(paletteOf(color, theme), number(color.steps, 64));
  const share = (value: number) => (max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 1);
  return {
    min: Number.isFinite(min) ? min : 0,
    max: Number.isFinite(max) ? max : 0,
    at,
    of: (value) => (isDrawn(value) ? at(share(value)) : null),
  };
}

function stepped(palette: (share: number) => string, asked: number): (share: number) => string {
  const steps = Math.min(128, Math.max(2, Math.round(asked)));
  const colors = Array.from({ length: steps }, (_, i) => palette(i / (steps - 1)));
  return (share) => colors[Math.min(steps - 1, Math.floor(share * steps))] ?? palette(share);
}

const SCHEMES: Record<string, unknown> = { ...chromatic };
const DIVERGING = ['BrBG', 'PRGn', 'PiYG', 'PuOr', 'RdBu', 'RdGy', 'RdYlBu', 'RdYlGn', 'Spectral'];
const DARK_TO_BRIGHT = ['Cividis', 'Cool', 'Cubehelix', 'Inferno', 'Magma', 'Plasma', 'Turbo', 'Viridis', 'Warm'];
/** Cyclic schemes end with the colour with which they begin, so Grafana leaves out a tenth of them. */
const CYCLIC = ['Rainbow', 'Sinebow'];

/** One colour with varying opacity, or a scheme whose end near the background is used for small counts. */
function paletteOf(color: Record<string, unknown>, theme: GrafanaTheme2): (share: number) => string {
  if (color.mode === 'opacity') return opacity(color, theme);
  const name = known(text(color.scheme, 'Oranges'));
  const scheme = SCHEMES[scaleName(name)] as (share: number) => string;
  const reversed = color.reverse === true;
  const turned = isTurned(name, theme);
  const length = CYCLIC.includes(name) ? 0.9 : 1;
  return (share) => {
    const at = length * (reversed ? 1 - share : share);
    return scheme(turned ? 1 - at : at);
  };
}

function known(name: string): string {
  return typeof SCHEMES[scaleName(name)] === 'function' ? name : 'Spectral';
}

function scaleName(scheme: string): string {
  return `interpolate${scheme === 'Cubehelix' ? 'CubehelixDefault' : scheme}`;
}

/** Whether to reverse a scheme so that small counts resemble the background; always if neither end does. */
function isTurned(name: string, theme: GrafanaTheme2): boolean {
  if (DIVERGING.includes(name) || CYCLIC.includes(name)) return true;
  return DARK_TO_BRIGHT.includes(name) ? theme.isLight : theme.isDark;
}

function opacity(color: Record<string, unknown>, theme: GrafanaTheme2): (share: number) => string {
  const fill = theme.visualization.getColorByName(text(color.fill, 'dark-orange'));
  const power = color.scale === 'linear' ? 1 : number(color.exponent, 0.5);
  return (share) => withAlpha(fill, share ** power);
}

function withAlpha(color: string, alpha: number): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color);
  if (!hex) return color;
  const [red, green, blue] = hex.slice(1).map((part) => Number.parseInt(part, 16));
  return `rgba(${red}, ${green}, ${blue}, ${alpha.toFixed(3)})`;
}
