import type { DataFrame, DataTransformerInfo, Field } from '@grafana/data';
import { FieldType } from '@grafana/data';
import { map } from 'rxjs';
import { type Bag, bag } from '../../page/values';

/**
 * A transformation that is written from Grafana's documentation, because the packages do not contain an implementation.
 */
export function transformer(id: string, work: (frames: DataFrame[], options: Bag) => DataFrame[]): DataTransformerInfo {
  return {
    id,
    name: id,
    operator: (options) => (source) => source.pipe(map((frames) => work(frames, bag(options)))),
  };
}

export function isNumber(field: Field): boolean {
  return field.type === FieldType.number;
}

export function isTime(field: Field): boolean {
  return field.type === FieldType.time;
}

export function column(name: string, type: FieldType, values: unknown[], more: Partial<Field> = {}): Field {
  return { name, type, config: {}, values, ...more };
}

export function frameOf(fields: Field[], more: Partial<DataFrame> = {}): DataFrame {
  return { length: Math.max(0, ...fields.map((field) => field.values.length)), ...more, fields };
}

/** Groups items by key, in the order in which the keys first occur. */
export function grouped<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export function distinct<T>(items: T[]): T[] {
  return [...new Set(items)];
}
