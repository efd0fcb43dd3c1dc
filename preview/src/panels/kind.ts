import type { DataFrame, FieldConfigSource, GrafanaTheme2, InterpolateFunction, TimeRange } from '@grafana/data';
import type { ComponentType } from 'react';
import type { Exemplar } from '../data/exemplars';
import type { Mark } from '../data/marks';
import type { Span } from '../page/around';
import type { Bag } from '../page/values';

export interface PanelProps {
  /** The key of the panel, unique on the page. */
  id: string;
  title: string;
  options: Bag;
  fieldConfig: FieldConfigSource;
  frames: DataFrame[];
  width: number;
  height: number;
  theme: GrafanaTheme2;
  timeZone: string;
  range: TimeRange;
  zoom: (span: Span) => void;
  /** The annotations that the panel shows, if its kind shows annotations. */
  marks: Mark[];
  exemplars: Exemplar[];
  fill: InterpolateFunction;
}

/** A kind of panel: the component that draws it, and its default options. */
export interface Kind {
  Component: ComponentType<PanelProps>;
  options: Bag;
  /** The defaults of the standard field options. */
  field: Bag;
  /** The defaults of the kind's own field options. */
  custom: Bag;
  /** Whether the panel is drawn without data too. */
  needsNoData?: boolean;
  /** Whether the panel shows single values, which had limits by unit in panels of old Grafana versions. */
  limitsByUnit?: boolean;
  /** Whether the panel is drawn without padding. */
  toTheEdge?: boolean;
  /** Whether the panel has a time axis, with zoom and annotations. */
  zooms?: boolean;
}

export const bySeries: Bag = { color: { mode: 'palette-classic' } };
export const byThreshold: Bag = { color: { mode: 'thresholds' } };

export const legendBelow: Bag = { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] };
export const singleTooltip: Bag = { mode: 'single', sort: 'none', hideZeros: false };
export const lastValue: Bag = { calcs: ['lastNotNull'], fields: '', values: false };
