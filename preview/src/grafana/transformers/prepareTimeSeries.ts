import { type DataFrame, FieldType, outerJoinDataFrames } from '@grafana/data';
import { text } from '../../page/values';
import { column, distinct, frameOf, isNumber, isTime, transformer } from './transformer';

/** "Prepare time series": one frame for all series, one frame per series, or a table with a row for each value. */
export const prepareTimeSeries = transformer('prepareTimeSeries', (frames, options) => {
  const series = frames.flatMap(seriesOf);
  if (series.length === 0) return frames;
  if (options.format === 'long') return [long(series)];
  if (options.format === 'many' || options.format === 'multi') return series;
  const joined = outerJoinDataFrames({ frames: series });
  return joined ? [joined] : series;
});

/** One frame for each field with numbers. */
function seriesOf(frame: DataFrame): DataFrame[] {
  const time = frame.fields.find(isTime);
  if (!time) return [];
  return frame.fields.filter(isNumber).map((field) => frameOf([time, field], frame));
}

function long(series: DataFrame[]): DataFrame {
  const rows = series
    .flatMap(({ fields: [time, value] }) =>
      (time?.values ?? []).map((moment: number, i) => ({
        moment,
        value: value?.values[i],
        labels: value?.labels ?? {},
      })),
    )
    .sort((a, b) => a.moment - b.moment);
  const labels = distinct(rows.flatMap((row) => Object.keys(row.labels)));
  return frameOf([
    column(
      'time',
      FieldType.time,
      rows.map((row) => row.moment),
    ),
    column(
      'value',
      FieldType.number,
      rows.map((row) => row.value),
    ),
    ...labels.map((label) =>
      column(
        label,
        FieldType.string,
        rows.map((row) => text(row.labels[label])),
      ),
    ),
  ]);
}
