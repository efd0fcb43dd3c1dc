import { type FieldDisplay, getFieldDisplayValues, type LinkModel, VizOrientation } from '@grafana/data';
import type { VizTextDisplayOptions } from '@grafana/schema';
import { type Bag, bag, number, oneOf, strings, text } from '../page/values';
import type { PanelProps } from './kind';

/** The single values of a stat, gauge, bar gauge or pie chart: one per field, or one per row. */
export function valuesOf(
  props: PanelProps,
  more: { sparkline?: boolean; percentChange?: boolean } = {},
): FieldDisplay[] {
  const reduce = bag(props.options.reduceOptions);
  const limit = number(reduce.limit, 0);
  return getFieldDisplayValues({
    data: props.frames,
    fieldConfig: props.fieldConfig,
    reduceOptions: {
      calcs: strings(reduce.calcs),
      fields: text(reduce.fields),
      values: reduce.values === true,
      ...(limit > 0 && { limit }),
    },
    replaceVariables: props.fill,
    theme: props.theme,
    timeZone: props.timeZone,
    ...more,
  });
}

export function orientationOf(options: Bag): VizOrientation {
  return oneOf(options.orientation, Object.values(VizOrientation), VizOrientation.Auto);
}

export function textOf(options: Bag): VizTextDisplayOptions | undefined {
  const asked = bag(options.text);
  const sizes = {
    titleSize: number(asked.titleSize, 0),
    valueSize: number(asked.valueSize, 0),
    percentSize: number(asked.percentSize, 0),
  };
  const given = Object.entries(sizes).filter(([, size]) => size > 0);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

/** The first absolute link (`http` or `https`), because only such a link leads out of the page. */
export function linkOf(value: FieldDisplay): LinkModel | undefined {
  return value.hasLinks ? value.getLinks?.().find((link) => isAbsolute(link.href)) : undefined;
}

export function isAbsolute(href: string): boolean {
  return /^https?:\/\//i.test(href);
}
