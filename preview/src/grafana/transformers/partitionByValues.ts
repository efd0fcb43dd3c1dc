import type { DataFrame, Field } from '@grafana/data';
import { getFieldDisplayName } from '@grafana/data';
import { type Bag, bag, strings } from '../../page/values';
import { frameOf, grouped, transformer } from './transformer';

/**
 * "Partition by values": a frame for each combination of values of some fields, which become its labels or its name.
 */
export const partitionByValues = transformer('partitionByValues', (frames, options) => {
  const names = strings(options.fields);
  return names.length === 0 ? frames : frames.flatMap((frame) => partsOf(frame, names, options));
});

function partsOf(frame: DataFrame, names: string[], options: Bag): DataFrame[] {
  const keys = frame.fields.filter((field) => names.includes(getFieldDisplayName(field, frame)));
  if (keys.length === 0) return [frame];
  const kept = options.keepFields === true ? frame.fields : frame.fields.filter((field) => !keys.includes(field));
  const naming = bag(options.naming);
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  const parts = grouped(rows, (row) => JSON.stringify(keys.map((key) => key.values[row])));
  return [...parts.values()].map((part) => {
    const values = keys.map((key): [string, string] => [key.name, String(key.values[part[0] ?? 0])]);
    const words = values.map(([name, value]) => (naming.withNames === true ? `${name} ${value}` : value)).join(' ');
    const asLabels = naming.asLabels !== false;
    const name = asLabels ? frame.name : naming.append === true ? `${frame.name ?? ''} ${words}`.trim() : words;
    const labels = asLabels ? Object.fromEntries(values) : {};
    return frameOf(
      kept.map((field) => picked(field, part, labels)),
      { ...frame, ...(name !== undefined && { name }), length: part.length },
    );
  });
}

function picked(field: Field, rows: number[], labels: Record<string, string>): Field {
  const { state: _, ...rest } = field;
  return { ...rest, labels: { ...field.labels, ...labels }, values: rows.map((row) => field.values[row]) };
}
