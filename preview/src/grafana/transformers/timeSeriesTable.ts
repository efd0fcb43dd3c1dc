import { type DataFrame, type Field, FieldType, fieldReducers, ReducerID, reduceField } from '@grafana/data';
import { type Bag, bag, text } from '../../page/values';
import { column, distinct, frameOf, grouped, isNumber, isTime, transformer } from './transformer';

/**
 * "Time series to table": one table per query and one row per series, with its labels and with the series as a trend.
 *
 * Source: https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/transform-data/
 */
export const timeSeriesTable = transformer('timeSeriesTable', (frames, options) => {
  const isSeries = (frame: DataFrame) => frame.fields.some(isTime) && frame.fields.some(isNumber);
  const queries = grouped(frames.filter(isSeries), (frame) => frame.refId ?? '');
  const tables = [...queries].map(([refId, series]) => {
    const name = queries.size > 1 && refId ? `Trend #${refId}` : 'Trend';
    return tableOf(series, refId, name, bag(options[refId]));
  });
  return [...tables, ...frames.filter((frame) => !isSeries(frame))];
});

interface Row {
  labels: Record<string, string>;
  trend: DataFrame & { value: unknown };
}

function tableOf(series: DataFrame[], refId: string, name: string, options: Bag): DataFrame {
  const rows = series.flatMap((frame) => rowsOf(frame, options));
  const labels = distinct(rows.flatMap((row) => Object.keys(row.labels)));
  const fields = labels.map((label) =>
    column(
      label,
      FieldType.string,
      rows.map((row) => row.labels[label]),
    ),
  );
  const trend = column(
    name,
    FieldType.frame,
    rows.map((row) => row.trend),
  );
  return frameOf([...fields, trend], { refId });
}

function rowsOf(frame: DataFrame, options: Bag): Row[] {
  const times = frame.fields.filter(isTime);
  const time = times.find((field) => field.name === text(options.timeField)) ?? times[0];
  const stat = fieldReducers.getIfExists(text(options.stat))?.id ?? ReducerID.lastNotNull;
  return frame.fields.filter(isNumber).map((field) => {
    const own: Field = { ...field, config: { ...field.config }, values: [...field.values] };
    const value = reduceField({ field: own, reducers: [stat] })[stat];
    const fields = time ? [{ ...time, config: { ...time.config } }, own] : [own];
    return { labels: field.labels ?? {}, trend: { ...frameOf(fields, { name: frame.name ?? '' }), value } };
  });
}
