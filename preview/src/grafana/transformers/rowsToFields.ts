import { type DataFrame, type Field, FieldType, getFieldDisplayName } from '@grafana/data';
import { type Bag, bag, list, text } from '../../page/values';
import { asConfig } from './asConfig';
import { frameOf, isNumber, transformer } from './transformer';

/** "Rows to fields": each row becomes a field with one value, which the other columns name and configure. */
export const rowsToFields = transformer('rowsToFields', (frames, options) =>
  frames.map((frame) => turned(frame, options)),
);

function turned(frame: DataFrame, options: Bag): DataFrame {
  const mappings = list(options.mappings).map(bag);
  const handlers = new Map(mappings.map((one) => [text(one.fieldName), text(one.handlerKey)]));
  const nameOf = (field: Field) => getFieldDisplayName(field, frame);
  const named = (handler: string) => frame.fields.filter((field) => handlers.get(nameOf(field)) === handler);
  const name = named('field.name')[0] ?? frame.fields.find((field) => field.type === FieldType.string);
  const value = named('field.value')[0] ?? frame.fields.find((field) => isNumber(field) && field !== name);
  if (!name || !value) return frame;
  const others = frame.fields.filter((field) => field !== name && field !== value);
  const fields = Array.from({ length: frame.length }, (_, row): Field => {
    const labels: Record<string, string> = {};
    const config = { ...value.config };
    for (const field of others) {
      const handler = handlers.get(nameOf(field)) ?? nameOf(field);
      const found = asConfig(handler, field.values[row]);
      if (found) Object.assign(config, found);
      else if (handler !== '__ignore') labels[nameOf(field)] = String(field.values[row]);
    }
    return { name: String(name.values[row]), type: value.type, config, labels, values: [value.values[row]] };
  });
  return frameOf(fields, { ...frame, length: 1 });
}
