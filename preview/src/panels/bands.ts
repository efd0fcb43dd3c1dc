import {
  type Field,
  FieldColorModeId,
  FieldType,
  formattedValueToString,
  type GrafanaTheme2,
  getDisplayProcessor,
} from '@grafana/data';

/** A range of values between two thresholds: `< 70`, `70+`. */
export interface Band {
  text: string;
  color: string;
  from: number;
}

/** The thresholds of a numeric field whose colour mode is by thresholds. */
export function bandsOf(field: Field, theme: GrafanaTheme2): Band[] {
  if (field.type !== FieldType.number || field.config.color?.mode !== FieldColorModeId.Thresholds) return [];
  const { mode, steps = [] } = field.config.thresholds ?? {};
  // a limit is a number, even where a mapping has a text for it
  const display = getDisplayProcessor({ field: { ...field, config: { ...field.config, mappings: [] } }, theme });
  const written = (value: number) => (mode === 'percentage' ? `${value}%` : formattedValueToString(display(value)));
  return steps.map(({ value, color }, i) => {
    const next = steps[i + 1];
    const first = i === 0 && next !== undefined;
    const text = first ? `< ${written(next.value)}` : `${Number.isFinite(value) ? written(value) : '-∞'}+`;
    return { text, color: theme.visualization.getColorByName(color), from: value };
  });
}

/**
 * Returns a field in which each value is the number of its band and is displayed like the band. With it, Grafana merges
 * states by threshold instead of by value mapping.
 */
export function banded(field: Field, theme: GrafanaTheme2): Field {
  const bands = bandsOf(field, theme);
  if (bands.length === 0) return field;
  const limits = bands.map(({ from }) => realLimit(field, from));
  const bandOf = (value: unknown) =>
    typeof value === 'number' ? Math.max(0, limits.filter((limit) => value >= limit).length - 1) : value;
  return {
    ...field,
    values: field.values.map(bandOf),
    display: (value) => {
      const { text, color } = bands[Number(value)] ?? { text: '', color: '' };
      return { numeric: Number(value), text, color };
    },
  };
}

function realLimit({ config, state }: Field, limit: number): number {
  if (config.thresholds?.mode !== 'percentage' || !Number.isFinite(limit)) return limit;
  const min = config.min ?? state?.range?.min ?? 0;
  const max = config.max ?? state?.range?.max ?? 100;
  return min + (limit / 100) * (max - min);
}
