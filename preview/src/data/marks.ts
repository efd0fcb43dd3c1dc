import type { GrafanaTheme2 } from '@grafana/data';
import type { Annotation, Result } from '../model';
import { list, number, strings, text } from '../page/values';

/** A time that an annotation marks, or a time range. */
export interface Mark {
  from: number;
  to: number;
  title: string;
  text: string;
  tags: string[];
  color: string;
  /** Keys of the panels that show the annotation; null for all panels. */
  panels: string[] | null;
}

/** The marks of all annotations, in the order of the annotations. */
export function marksOf(annotations: Annotation[], results: Record<string, Result>, theme: GrafanaTheme2): Mark[] {
  return annotations.flatMap(({ color, panels, query }) => {
    const frame = query.result === null ? undefined : results[query.result]?.frames[0];
    const [from = [], to = [], titles = [], texts = [], tags = []] = list(frame?.data?.values).map(list);
    return from.map((start, i) => ({
      from: number(start, 0),
      to: number(to[i], 0),
      title: text(titles[i]),
      text: text(texts[i]),
      tags: strings(tags[i]),
      color: theme.visualization.getColorByName(color),
      panels,
    }));
  });
}
