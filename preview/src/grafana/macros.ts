import {
  type DataFrame,
  type Field,
  formattedValueToString,
  getFieldDisplayName,
  type InterpolateFunction,
  type ScopedVars,
} from '@grafana/data';
import type { Variable } from '../model';
import { type Bag, bag, text } from '../page/values';

/**
 * Matches variables in texts of a board, also those of the data: `${__field.labels.job}`, `${__value.text}`, `$host`.
 * https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/
 */
const MACRO = /\$\{([\w.]+(?:\[[^\]]*\])?(?:\.[\w-]+)*)(?::([\w-]+))?\}|\$(\w+)|\[\[(\w+)(?::([\w-]+))?\]\]/g;

type Shown = string | undefined;

/** Returns a function that replaces the variables for which the page has values; other variables stay. */
export function filler(variables: Variable[], range: { from: number; to: number }): InterpolateFunction {
  const values = new Map(variables.map((one) => [one.name, one]));
  return (target, scoped, format) =>
    String(target ?? '').replace(MACRO, (whole, braced, f1, plain, squared, f2) => {
      const name: string = braced ?? plain ?? squared;
      const meaning = meaningOf(name, scoped, values, range, f1 ?? f2);
      return meaning === undefined ? whole : formatted(meaning, f1 ?? f2 ?? format);
    });
}

function meaningOf(
  name: string,
  scoped: ScopedVars | undefined,
  values: Map<string, Variable>,
  range: { from: number; to: number },
  asked: Shown,
): Shown {
  const own = scoped?.[name];
  if (own) return String(own.text ?? own.value);
  if (name === '__from') return String(range.from);
  if (name === '__to') return String(range.to);
  if (name.startsWith('__')) return ofData(name, scoped);
  const variable = values.get(name);
  return variable && (asked === 'text' ? variable.text : variable.values.join(','));
}

function ofData(name: string, scoped: ScopedVars | undefined): Shown {
  const context = bag(scoped?.__dataContext?.value);
  const field = context.field as Field | undefined;
  if (name.startsWith('__field')) return field && ofField(name, field, context);
  if (name.startsWith('__series') || name === '__series_name') return seriesName(context);
  if (name.startsWith('__value')) return field && ofValue(name, field, context);
  if (name.startsWith('__data.fields')) return ofRow(name, context);
  return undefined;
}

function ofField(name: string, field: Field, context: Bag): Shown {
  const label = /^__field\.labels(?:\.([\w-]+)|\[["']?([^\]"']+)["']?\])$/.exec(name);
  if (label) return field.labels?.[label[1] ?? label[2] ?? ''] ?? '';
  if (name === '__field.labels') return labelText(field);
  if (name === '__field.name' || name === '__field.displayName') {
    return getFieldDisplayName(field, context.frame as DataFrame | undefined, context.data as DataFrame[] | undefined);
  }
  return undefined;
}

function labelText(field: Field): string {
  return Object.entries(field.labels ?? {})
    .map(([key, value]) => `${key}="${value}"`)
    .join(', ');
}

function seriesName(context: Bag): Shown {
  return text(bag(context.frame).name);
}

function ofValue(name: string, field: Field, context: Bag): Shown {
  const row = context.rowIndex;
  const raw = typeof row === 'number' ? field.values[row] : bag(context.calculatedValue).numeric;
  if (name === '__value.raw' || name === '__value.numeric') return String(raw ?? '');
  if (name === '__value.text' || name === '__value')
    return field.display ? formattedValueToString(field.display(raw)) : String(raw ?? '');
  if (name === '__value.time') return timeOf(context);
  return undefined;
}

function timeOf(context: Bag): Shown {
  const frame = context.frame as DataFrame | undefined;
  const time = frame?.fields.find((field) => field.type === 'time');
  return typeof context.rowIndex === 'number' ? String(time?.values[context.rowIndex] ?? '') : '';
}

function ofRow(name: string, context: Bag): Shown {
  const found = /^__data\.fields(?:\.([\w-]+)|\[["']?([^\]"']+)["']?\])/.exec(name);
  const fields = (context.frame as DataFrame | undefined)?.fields ?? [];
  const asked = found?.[1] ?? found?.[2] ?? '';
  const field = fields.find((one) => one.name === asked || one.state?.displayName === asked) ?? fields[Number(asked)];
  return field && typeof context.rowIndex === 'number' ? String(field.values[context.rowIndex] ?? '') : undefined;
}

function formatted(value: string, format: unknown): string {
  return format === 'percentencode' || format === 'uriencode' || format === 'queryparam'
    ? encodeURIComponent(value)
    : value;
}
