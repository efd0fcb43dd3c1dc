import type { DataTransformerInfo } from '@grafana/data';
import { configFromData } from './configFromData';
import { extractFields } from './extractFields';
import { joinByLabels } from './joinByLabels';
import { partitionByValues } from './partitionByValues';
import { prepareTimeSeries } from './prepareTimeSeries';
import { rowsToFields } from './rowsToFields';
import { timeSeriesTable } from './timeSeriesTable';

/** Transformations that Grafana's published packages do not contain. */
export const ours: DataTransformerInfo[] = [
  configFromData,
  extractFields,
  joinByLabels,
  partitionByValues,
  prepareTimeSeries,
  rowsToFields,
  timeSeriesTable,
];
