import {
  type DataFrame,
  type FieldConfig,
  fieldMatchers,
  fieldReducers,
  getFieldDisplayName,
  getFieldMatcher,
  ReducerID,
  reduceField,
} from '@grafana/data';
import { type Bag, bag, list, text } from '../../page/values';
import { asConfig } from './asConfig';
import { transformer } from './transformer';

/**
 * "Config from query results": the values of one query set limits, units and names for the fields of the other queries.
 */
export const configFromData = transformer('configFromData', (frames, options) => {
  const source = frames.find((frame) => frame.refId === text(options.configRefId, 'config'));
  if (!source) return frames;
  const config = configOf(source, options);
  const others = frames.filter((frame) => frame !== source);
  const asked = bag(options.applyTo);
  const id = text(asked.id);
  const matches = fieldMatchers.getIfExists(id) ? getFieldMatcher({ id, options: asked.options }) : null;
  return others.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) =>
      (matches ? matches(field, frame, others) : field.type === 'number')
        ? { ...field, config: { ...field.config, ...config } }
        : field,
    ),
  }));
});

function configOf(source: DataFrame, options: Bag): FieldConfig {
  const mappings = list(options.mappings).map(bag);
  return Object.assign(
    {},
    ...source.fields.map((field) => {
      const name = getFieldDisplayName(field, source);
      const mapping = mappings.find((one) => text(one.fieldName) === name) ?? {};
      const reducer = fieldReducers.getIfExists(text(mapping.reducerId))?.id ?? ReducerID.lastNotNull;
      const value = reduceField({ field, reducers: [reducer] })[reducer];
      return asConfig(text(mapping.handlerKey, name), value, bag(mapping.handlerArguments));
    }),
  );
}
