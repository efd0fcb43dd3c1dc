import { type Field, FieldColorModeId, FieldType, formattedValueToString, type GrafanaTheme2 } from '@grafana/data';
import type { VizLegendItem } from '@grafana/ui';

/** More entries than this say nothing any more. */
const MOST = 24;

/** What the colours of states mean: texts where values have some, else thresholds, else the series. */
export function stateLegend(fields: Field[], theme: GrafanaTheme2): VizLegendItem[] {
  const seen = new Map<string, string>();
  for (const [label, color] of fields.flatMap((field) => meaningsOf(field, theme))) {
    if (seen.size < MOST || seen.has(label)) seen.set(label, color);
  }
  return [...seen].map(([label, color]) => ({ label, color, yAxis: 1, getItemKey: () => label }));
}

type Meaning = [label: string, color: string];

function meaningsOf(field: Field, theme: GrafanaTheme2): Meaning[] {
  const numbers = field.type === FieldType.number && !field.config.mappings?.length;
  if (!numbers) return textsOf(field);
  if (field.config.color?.mode === FieldColorModeId.Thresholds) return stepsOf(field, theme);
  const color = field.display?.(field.values.find((value) => value !== null) ?? 0).color ?? '';
  return [[field.state?.displayName ?? field.name, color]];
}

function textsOf(field: Field): Meaning[] {
  const values = [...new Set(field.values)].filter((value) => value !== null && value !== undefined);
  return values.flatMap((value) => {
    const shown = field.display?.(value);
    return shown ? [[formattedValueToString(shown), shown.color ?? ''] satisfies Meaning] : [];
  });
}

/** `< 70`, `70+`, `90+`: where each step begins. */
function stepsOf(field: Field, theme: GrafanaTheme2): Meaning[] {
  const steps = field.config.thresholds?.steps ?? [];
  const percent = field.config.thresholds?.mode === 'percentage';
  const written = (value: number) => {
    if (percent) return `${value}%`;
    return field.display ? formattedValueToString(field.display(value)) : String(value);
  };
  return steps.map(({ value, color }, i) => {
    const next = steps[i + 1];
    const first = next ? `< ${written(next.value)}` : 'any value';
    const label = Number.isFinite(value) ? `${written(value)}+` : first;
    return [label, theme.visualization.getColorByName(color)];
  });
}
