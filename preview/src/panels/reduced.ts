import { type DisplayValue, type Field, fieldReducers, reduceField } from '@grafana/data';

/** The calculated values of a series in a legend, such as sum and maximum, with their names. */
export function reduced(field: Field, calcs: string[]): DisplayValue[] {
  const known = calcs.filter((id) => fieldReducers.getIfExists(id));
  if (known.length === 0) return [];
  const found = reduceField({ field, reducers: known });
  return known.map((id) => {
    const shown = field.display?.(found[id]) ?? { text: String(found[id]), numeric: Number(found[id]) };
    const { name, description } = fieldReducers.get(id);
    return { ...shown, title: name, ...(description && { description }) };
  });
}
