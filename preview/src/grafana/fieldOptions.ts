import {
  displayNameOverrideProcessor,
  FieldConfigOptionsRegistry,
  type FieldConfigPropertyItem,
  FieldType,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
} from '@grafana/data';
import { type Bag, bag, list, text } from '../page/values';

/** The options of a field: Grafana's standard options, and those of the panel kind under `custom`. */

const noEditor = () => null;
const anyField = () => true;

type Process = FieldConfigPropertyItem['process'];

function item(id: string, process: Process, more: Partial<FieldConfigPropertyItem> = {}): FieldConfigPropertyItem {
  const shown = { id, path: id, name: id, editor: noEditor, override: noEditor };
  return { ...shown, process, shouldApply: anyField, ...more } as FieldConfigPropertyItem;
}

const numbersOnly = { shouldApply: (field: { type: FieldType }) => field.type === FieldType.number };

export const STANDARD: FieldConfigPropertyItem[] = [
  item('displayName', displayNameOverrideProcessor, { settings: { expandTemplateVars: true } }),
  item('unit', identityOverrideProcessor),
  item('min', numberOverrideProcessor, numbersOnly),
  item('max', numberOverrideProcessor, numbersOnly),
  item('fieldMinMax', identityOverrideProcessor, numbersOnly),
  item('decimals', numberOverrideProcessor, numbersOnly),
  item('noValue', stringOverrideProcessor),
  item('color', identityOverrideProcessor),
  item('mappings', identityOverrideProcessor),
  item('thresholds', thresholdsOverrideProcessor),
  item('links', identityOverrideProcessor),
  item('filterable', identityOverrideProcessor),
];

export function registerFieldOptions(): void {
  standardFieldConfigEditorRegistry.setInit(() => [...STANDARD]);
}

/**
 * The field options of one panel: the standard options, and under `custom` every option that its defaults and overrides
 * name. Defaults do not apply to time fields, because a line width would then turn the time axis into a line.
 */
export function fieldOptionsOf(fieldConfig: Bag): FieldConfigOptionsRegistry {
  const keys = new Set([...Object.keys(bag(bag(fieldConfig.defaults).custom)), ...overridden(fieldConfig)]);
  const custom = [...keys].map((key) =>
    item(`custom.${key}`, identityOverrideProcessor, {
      path: key,
      isCustom: true,
      shouldApply: OF_ALL_AXES.has(key) ? anyField : notTime,
    }),
  );
  return new FieldConfigOptionsRegistry(() => [...STANDARD, ...custom]);
}

/** Hides the time axis or its grid when the other axes are hidden or have no grid. */
const OF_ALL_AXES = new Set(['axisPlacement', 'axisGridShow']);

function notTime(field: { type: FieldType }): boolean {
  return field.type !== FieldType.time;
}

function overridden(fieldConfig: Bag): string[] {
  return list(fieldConfig.overrides)
    .flatMap((rule) => list(bag(rule).properties))
    .map((property) => text(bag(property).id))
    .filter((id) => id.startsWith('custom.') && !id.includes('['))
    .map((id) => id.slice('custom.'.length));
}
