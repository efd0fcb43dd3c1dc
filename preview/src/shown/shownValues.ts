import { type DataFrame, type Field, FieldType, formattedValueToString, getFieldDisplayName } from '@grafana/data';
import { type PanelData, panelData } from '../data/panelData';
import { filler } from '../grafana/macros';
import { themeOf } from '../grafana/theme';
import { teachZone, zoneOf } from '../grafana/zones';
import { rangeOf, type Source } from '../page/around';
import { bag, merged, text } from '../page/values';
import type { Kind } from '../panels/kind';
import { kindOf } from '../panels/registry';
import { valuesOf } from '../panels/values';
import { nameOfColor, thresholdColor } from './colors';
import type { Request, Shown, ShownField, ShownFrame, ShownValue } from './model';

/** The values of a panel as a reader sees them: transformed, reduced, mapped and formatted. */
export async function shownValues(request: Request): Promise<Shown> {
  const { view, results, timezone, range } = request;
  const kind = kindOf(view.panel.type);
  if (!kind) throw new Error(`panels of the type ${text(view.panel.type) || '(none)'} are not drawn`);
  teachZone(zoneOf(timezone), range.from, range.to);
  const fill = filler(request.variables, range);
  const source: Source = { theme: themeOf('dark'), timeZone: zoneOf(timezone), results, fill };
  const data = await panelData(view, kind, source);
  return {
    frames: data.frames.map((frame) => frameOf(frame, data.frames)),
    values: isReduced(view.panel.options, kind) ? reducedValues(request, kind, data, source) : lastValues(data, source),
    leftOut: data.leftOut,
  };
}

function frameOf(frame: DataFrame, frames: DataFrame[]): ShownFrame {
  return { refId: frame.refId ?? '', fields: frame.fields.map((field) => fieldOf(field, frame, frames)) };
}

function fieldOf(field: Field, frame: DataFrame, frames: DataFrame[]): ShownField {
  const custom = bag(field.config.custom);
  return {
    name: getFieldDisplayName(field, frame, frames),
    type: field.type,
    labels: field.labels ?? {},
    values: [...field.values].map(plain),
    texts: [...field.values].map((value) => textOf(field, value)),
    hidden: custom.hidden === true || bag(custom.hideFrom).viz === true,
  };
}

/** Returns a number as text, because JSON has no NaN and no infinities. */
function plain(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : (value ?? null);
}

function textOf(field: Field, value: unknown): string {
  return field.display ? formattedValueToString(field.display(value)) : String(value ?? '');
}

/** Whether a kind of panel reduces each series to one value: then it has the option that names the calculation. */
function isReduced(options: unknown, kind: Kind): boolean {
  return bag(merged(kind.options, bag(options))).reduceOptions !== undefined;
}

function reducedValues(request: Request, kind: Kind, data: PanelData, source: Source): ShownValue[] {
  const { view, range } = request;
  const displays = valuesOf({
    id: view.key,
    title: text(view.panel.title),
    options: merged(kind.options, bag(view.panel.options)),
    fieldConfig: data.fieldConfig,
    frames: data.frames,
    width: 0,
    height: 0,
    theme: source.theme,
    timeZone: source.timeZone,
    range: rangeOf(range),
    zoom: () => undefined,
    marks: [],
    exemplars: [],
    fill: source.fill,
  });
  return displays.map(({ display, field, view: shown, colIndex }) => {
    const origin = shown?.dataFrame.fields[colIndex ?? -1];
    const styled = { ...(origin ?? {}), config: field } as Field;
    const hex = display.color ?? '';
    return {
      title: display.title ?? '',
      number: String(display.numeric),
      text: formattedValueToString(display),
      color: nameOfColor(hex, styled, source.theme),
      hex,
      threshold: thresholdColor(display.numeric, styled),
      labels: origin?.labels ?? {},
    };
  });
}

function lastValues(data: PanelData, source: Source): ShownValue[] {
  return data.frames.flatMap((frame) =>
    frame.fields
      .filter((field) => field.type === FieldType.number)
      .map((field) => {
        const last = [...field.values].reverse().find((value) => value !== null && value !== undefined);
        const display = field.display?.(last) ?? { text: String(last ?? ''), numeric: Number(last) };
        const hex = display.color ?? '';
        return {
          title: getFieldDisplayName(field, frame, data.frames),
          number: String(display.numeric),
          text: formattedValueToString(display),
          color: nameOfColor(hex, field, source.theme),
          hex,
          threshold: thresholdColor(display.numeric, field),
          labels: field.labels ?? {},
        };
      }),
  );
}
