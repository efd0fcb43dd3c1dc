import type { PanelView, Result } from '../model';
import { bag, list, number, text } from '../page/values';

/** One sample: its time, its value, its own labels, and the labels of its series. */
export interface Exemplar {
  time: number;
  value: number;
  labels: Record<string, string>;
}

/** The exemplars that the queries of a panel returned. */
export function exemplarsOf({ queries }: PanelView, results: Record<string, Result>): Exemplar[] {
  return queries.flatMap(({ exemplars, hide }) => {
    const frame = exemplars === null || hide ? undefined : results[exemplars]?.frames[0];
    const names = list(frame?.schema?.fields).map((field) => text(bag(field).name));
    const [times = [], values = [], ...labels] = list(frame?.data?.values).map(list);
    return times.map((time, row) => ({
      time: number(time, 0),
      value: number(values[row], 0),
      labels: Object.fromEntries(
        labels.flatMap((column, i) => (text(column[row]) ? [[names[i + 2] ?? '', text(column[row])]] : [])),
      ),
    }));
  });
}
