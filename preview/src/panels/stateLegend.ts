import { type Field, formattedValueToString, type GrafanaTheme2 } from '@grafana/data';
import type { VizLegendItem } from '@grafana/ui';
import { bandsOf } from './bands';

/** A legend with more entries than this would not help a reader. */
const MOST = 24;

/**
 * The legend of states: thresholds if the colours come from them, otherwise texts; none for a continuous colour scale.
 */
export function stateLegend(fields: Field[], theme: GrafanaTheme2): VizLegendItem[] {
  const seen = new Map<string, string>();
  for (const [label, color] of fields.flatMap((field) => meaningsOf(field, theme))) {
    if (seen.size < MOST || seen.has(label)) seen.set(label, color);
  }
  return [...seen].map(([label, color]) => ({ label, color, yAxis: 1, getItemKey: () => label }));
}

type Meaning = [label: string, color: string];

function meaningsOf(field: Field, theme: GrafanaTheme2): Meaning[] {
  if (field.config.color?.mode?.startsWith('continuous')) return [];
  const bands = bandsOf(field, theme);
  return bands.length > 0 ? bands.map(({ text, color }) => [text, color]) : textsOf(field);
}

function textsOf(field: Field): Meaning[] {
  const values = [...new Set(field.values)].filter((value) => value !== null && value !== undefined);
  return values.flatMap((value) => {
    const shown = field.display?.(value);
    return shown ? [[formattedValueToString(shown), shown.color ?? ''] satisfies Meaning] : [];
  });
}
