import { type DataFrame, dateTimeFormat, type Field, FieldType, formattedValueToString } from '@grafana/data';
import { DashboardCursorSync, SortOrder, TooltipDisplayMode } from '@grafana/schema';
import {
  getFieldDisplayItems,
  TooltipPlugin2,
  type UPlotConfigBuilder,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';
import type { Span } from '../page/around';
import type { Bag } from '../page/values';
import { bag, number, oneOf } from '../page/values';

/** The cursor that all graphs of a page share. */
export const CURSOR = 'boardwright';
/** `TooltipHoverMode`, which the package declares but does not export. */
const HOVER = { one: 0, all: 1 } as const;

interface Props {
  config: UPlotConfigBuilder;
  frame: DataFrame;
  options: Bag;
  timeZone: string;
  /** Called with the part of the graph that the user selects with the mouse. */
  zoom: (span: Span) => void;
}

/** The values under the cursor, on the graph under the pointer and on all other graphs. */
export function Hover({ config, frame, options, timeZone, zoom }: Props) {
  const tooltip = bag(options.tooltip);
  const mode = oneOf(tooltip.mode, Object.values(TooltipDisplayMode), TooltipDisplayMode.Single);
  const sort = oneOf(tooltip.sort, Object.values(SortOrder), SortOrder.None);
  const all = mode === TooltipDisplayMode.Multi;
  if (mode === TooltipDisplayMode.None) return null;
  return (
    <TooltipPlugin2
      config={config}
      hoverMode={all ? HOVER.all : HOVER.one}
      syncMode={DashboardCursorSync.Tooltip}
      syncScope={CURSOR}
      queryZoom={zoom}
      maxWidth={number(tooltip.maxWidth, 600)}
      render={(_plot, rows, series, _pinned, _dismiss, _range, viaSync) => {
        const shown = viaSync || all ? TooltipDisplayMode.Multi : TooltipDisplayMode.Single;
        return (
          <Values
            frame={frame}
            rows={rows}
            series={series}
            mode={shown}
            sort={sort}
            hideZeros={tooltip.hideZeros === true}
            timeZone={timeZone}
          />
        );
      }}
    />
  );
}

interface ValuesProps {
  frame: DataFrame;
  rows: Array<number | null>;
  series: number | null;
  mode: TooltipDisplayMode;
  sort: SortOrder;
  hideZeros: boolean;
  timeZone: string;
}

function Values({ frame, rows, series, mode, sort, hideZeros, timeZone }: ValuesProps) {
  const [x] = frame.fields;
  if (!x) return null;
  const row = rows[0] ?? rows.find((one) => one !== null) ?? null;
  const items = getFieldDisplayItems(frame.fields, x, rows, series, mode, sort, isShown, hideZeros);
  return (
    <VizTooltipWrapper>
      <VizTooltipHeader item={{ label: '', value: row === null ? '' : xText(x, row, timeZone) }} />
      <VizTooltipContent items={items} scrollable maxHeight={400} />
    </VizTooltipWrapper>
  );
}

function isShown(field: Field): boolean {
  return field.config.custom?.hideFrom?.viz !== true;
}

function xText(field: Field, row: number, timeZone: string): string {
  const value = field.values[row];
  if (field.type === FieldType.time) return dateTimeFormat(value, { timeZone });
  return field.display ? formattedValueToString(field.display(value)) : String(value);
}
