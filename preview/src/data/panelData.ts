import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  type DataFrame,
  dataFrameFromJSON,
  type FieldConfigSource,
} from '@grafana/data';
import { fieldOptionsOf } from '../grafana/fieldOptions';
import { transformed } from '../grafana/transformations';
import type { PanelJSON, PanelView, Query, Result } from '../model';
import type { Source } from '../page/around';
import { type Bag, bag, list, merged, text } from '../page/values';
import type { Kind } from '../panels/kind';
import { type Exemplar, exemplarsOf } from './exemplars';

export interface PanelData {
  frames: DataFrame[];
  fieldConfig: FieldConfigSource;
  exemplars: Exemplar[];
  /** The errors of the panel's queries. */
  errors: string[];
  /** The queries without data, because a preview does not send them. */
  notSent: Query[];
  /** The settings of the panel that are not applied. */
  leftOut: string[];
}

/** The data of a panel as it is drawn: transformed, with units, colours and names. */
export async function panelData(view: PanelView, kind: Kind, source: Source): Promise<PanelData> {
  const shown = view.queries.filter((query) => !query.hide);
  const raw = shown.flatMap((query) => framesOf(query, source.results));
  const { frames, unknown } = await transformed(view.panel.transformations, raw, { interpolate: source.fill });
  const fieldConfig = fieldConfigOf(view.panel, kind);
  return {
    frames: configured(frames, fieldConfig, source),
    fieldConfig,
    exemplars: exemplarsOf(view, source.results),
    errors: shown.flatMap((query) => (query.error ? [`${query.refId}: ${query.error}`] : [])),
    notSent: shown.filter((query) => query.remark !== null && query.result === null),
    leftOut: unknown.map((id) => `transformation ${id}`),
  };
}

function framesOf(query: Query, results: Record<string, Result>): DataFrame[] {
  const result = query.result === null ? undefined : results[query.result];
  return (result?.frames ?? []).map((json) => ({ ...dataFrameFromJSON(json), refId: query.refId }));
}

/** The field options of a panel over the defaults of its kind, in the form that the packages expect. */
export function fieldConfigOf({ fieldConfig, pluginVersion }: PanelJSON, kind: Kind): FieldConfigSource {
  const written = bag(fieldConfig);
  const limits = kind.limitsByUnit === true && isBefore8(pluginVersion) ? limitsOf(bag(written.defaults).unit) : {};
  const defaults = merged<Bag>({ ...kind.field, ...limits, custom: kind.custom }, written.defaults);
  const overrides = list(written.overrides)
    .map(bag)
    .filter((rule) => bag(rule.matcher).id !== undefined);
  const whole = overrides.map((rule) => ({ matcher: bag(rule.matcher), properties: list(rule.properties).map(bag) }));
  return { defaults: withThresholds(defaults), overrides: whole } as unknown as FieldConfigSource;
}

/** As in Grafana, a panel without a version counts as old. */
function isBefore8(version: unknown): boolean {
  return !(Number.parseFloat(text(version)) >= 8);
}

/** Up to Grafana 8, single values in percent had these limits by default. */
function limitsOf(unit: unknown): Bag {
  if (unit === 'percent') return { min: 0, max: 100 };
  return unit === 'percentunit' ? { min: 0, max: 1 } : {};
}

/** The first threshold without a value begins at -Infinity, which JSON cannot express. */
function withThresholds(defaults: Bag): Bag {
  const thresholds = bag(defaults.thresholds);
  const steps = list(thresholds.steps)
    .map(bag)
    .filter((step) => typeof step.color === 'string');
  const none = Array.isArray(thresholds.steps) && thresholds.steps.length === 0;
  if (none) return { ...defaults, thresholds: { mode: thresholds.mode ?? 'absolute', steps: [] } };
  if (steps.length === 0) return { ...defaults, thresholds: STANDARD_THRESHOLDS };
  const filled = steps.map((step, i) =>
    i === 0 || typeof step.value !== 'number' ? { ...step, value: step.value ?? -Infinity } : step,
  );
  return { ...defaults, thresholds: { mode: thresholds.mode ?? 'absolute', steps: filled } };
}

const STANDARD_THRESHOLDS = {
  mode: 'absolute',
  steps: [
    { value: -Infinity, color: 'green' },
    { value: 80, color: 'red' },
  ],
};

function configured(frames: DataFrame[], fieldConfig: FieldConfigSource, source: Source): DataFrame[] {
  const drawn = applyFieldOverrides({
    data: frames,
    fieldConfig,
    fieldConfigRegistry: fieldOptionsOf(fieldConfig as unknown as Bag),
    replaceVariables: source.fill,
    theme: source.theme,
    timeZone: source.timeZone,
  });
  cacheFieldDisplayNames(drawn);
  return drawn;
}
