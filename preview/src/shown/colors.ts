import { type Field, type GrafanaTheme2, getActiveThreshold, ThresholdsMode } from '@grafana/data';
import { bag, list, text } from '../page/values';

/** The name of a colour: as in the field's settings, or else as in Grafana, or else its code. */
export function nameOfColor(hex: string, field: Field, theme: GrafanaTheme2): string {
  const equal = (name: string) => theme.visualization.getColorByName(name).toLowerCase() === hex.toLowerCase();
  return [...namesIn(field), ...paletteNames(theme)].find(equal) ?? hex;
}

function namesIn({ config }: Field): string[] {
  const steps = (config.thresholds?.steps ?? []).map((step) => step.color);
  const mapped = (config.mappings ?? []).flatMap((mapping) => colorsOf(mapping.options));
  return [...steps, ...mapped, text(config.color?.fixedColor)].filter((name) => name !== '');
}

/** Finds the result of a value mapping in its options, at a depth that depends on the type of mapping. */
function colorsOf(options: unknown): string[] {
  const found = bag(options);
  const own = text(found.color);
  return [...(own ? [own] : []), ...Object.values(found).flatMap((each) => colorsOf(each))];
}

function paletteNames(theme: GrafanaTheme2): string[] {
  const shades = theme.visualization.hues.flatMap((hue) => list(hue.shades).map(bag));
  const primary = shades.filter((shade) => shade.primary === true);
  const named = (shade: Record<string, unknown>) => [...list(shade.aliases).map(String), text(shade.name)];
  return [...primary, ...shades].flatMap(named).filter((name) => name !== '');
}

/** The colour of the threshold that a value has reached; empty without thresholds. */
export function thresholdColor(value: number, field: Field): string {
  const { thresholds, min, max } = field.config;
  if (!thresholds || thresholds.steps.length === 0 || Number.isNaN(value)) return '';
  const isShare = thresholds.mode === ThresholdsMode.Percentage && typeof min === 'number' && typeof max === 'number';
  const compared = isShare ? ((value - min) / (max - min)) * 100 : value;
  return getActiveThreshold(compared, thresholds.steps).color;
}
