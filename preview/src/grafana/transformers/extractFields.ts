import { type DataFrame, getFieldDisplayName, getFieldTypeFromValue } from '@grafana/data';
import { type Bag, bag, list, oneOf, text } from '../../page/values';
import { column, distinct, frameOf, isTime, transformer } from './transformer';

type Reader = (value: unknown) => Bag;

/** "Extract fields": columns from JSON, from `key=value` pairs, or from the matches of a pattern in one field. */
export const extractFields = transformer('extractFields', (frames, options) =>
  frames.map((frame) => extracted(frame, options)),
);

function extracted(frame: DataFrame, options: Bag): DataFrame {
  const source = frame.fields.find((field) => getFieldDisplayName(field, frame) === text(options.source));
  if (!source) return frame;
  const rows = source.values.map(readerOf(options));
  const paths = list(options.jsonPaths)
    .map(bag)
    .filter((one) => text(one.path) !== '');
  const columns =
    paths.length > 0
      ? paths.map((one) => column_(text(one.alias) || text(one.path), (row) => at(row, text(one.path))))
      : distinct(rows.flatMap((row) => Object.keys(row))).map((key) => column_(key, (row) => row[key]));
  const kept = frame.fields.filter((field) => options.replace !== true || (options.keepTime === true && isTime(field)));
  return frameOf([...kept, ...columns], frame);

  function column_(name: string, pick: (row: Bag) => unknown) {
    const values = rows.map((row) => pick(row) ?? null);
    return column(name, getFieldTypeFromValue(values.find((value) => value !== null)), values);
  }
}

function readerOf(options: Bag): Reader {
  const format = oneOf(options.format, ['json', 'kvp', 'auto', 'regexp', 'delimiter'] as const, 'auto');
  const parse = { json, kvp, auto, regexp: byPattern(text(options.regExp)), delimiter: split(options) }[format];
  return (value) => (typeof value === 'string' ? parse(value) : { ...bag(value) });
}

function json(value: string): Bag {
  try {
    return bag(JSON.parse(value));
  } catch {
    return {};
  }
}

function kvp(value: string): Bag {
  const pairs = value.matchAll(/([^\s=:,{}"]+)\s*[=:]\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,}]+))/g);
  return Object.fromEntries([...pairs].map(([, key, quoted, plain]) => [key, quoted ?? plain]));
}

function auto(value: string): Bag {
  const found = json(value);
  return Object.keys(found).length > 0 ? found : kvp(value);
}

function byPattern(written: string): (value: string) => Bag {
  const [, pattern = written, flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(written) ?? [];
  try {
    const expression = new RegExp(pattern, flags.replace(/[gy]/g, ''));
    return (value) => ({ ...expression.exec(value)?.groups });
  } catch {
    return () => ({});
  }
}

function split({ delimiter }: Bag): (value: string) => Bag {
  const parted = (value: string) => value.split(text(delimiter) || ',').map((part) => part.trim());
  return (value) => Object.fromEntries(parted(value).map((part) => [part, part]));
}

function at(row: Bag, path: string): unknown {
  return path.split(/[.[\]]+/).reduce<unknown>((found, key) => {
    if (key === '') return found;
    return Array.isArray(found) ? found[Number(key)] : bag(found)[key];
  }, row);
}
