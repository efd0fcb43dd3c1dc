import { type DataFrame, FieldType, ReducerID, reduceField } from '@grafana/data';
import { strings, text } from '../../page/values';
import { column, distinct, frameOf, grouped, isNumber, transformer } from './transformer';

/**
 * "Join by labels": one table with a column for each value of one label, and a row for each combination of the others.
 */
export const joinByLabels = transformer('joinByLabels', (frames, options) => {
  const across = text(options.value);
  const series = frames.flatMap(seriesOf).filter((one) => across in one.labels);
  if (series.length === 0) return frames;
  const others = distinct(series.flatMap((one) => Object.keys(one.labels))).filter((label) => label !== across);
  const chosen = strings(options.join);
  const labels = chosen.length > 0 ? others.filter((label) => chosen.includes(label)) : others;
  const rows = [...grouped(series, (one) => JSON.stringify(labels.map((label) => one.labels[label]))).values()];
  const names = distinct(series.map((one) => one.labels[across] ?? ''));
  return [
    frameOf([
      ...labels.map((label) =>
        column(
          label,
          FieldType.string,
          rows.map(([first]) => first?.labels[label]),
        ),
      ),
      ...names.map((name) =>
        column(
          name,
          FieldType.number,
          rows.map((row) => row.find((one) => one.labels[across] === name)?.value ?? null),
        ),
      ),
    ]),
  ];
});

function seriesOf(frame: DataFrame): { labels: Record<string, string>; value: unknown }[] {
  return frame.fields.filter(isNumber).map((field) => ({
    labels: field.labels ?? {},
    value: reduceField({ field, reducers: [ReducerID.lastNotNull] })[ReducerID.lastNotNull],
  }));
}
