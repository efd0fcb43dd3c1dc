import {
  type DataFrame,
  type Field,
  FieldType,
  getFieldDisplayName,
  getFrameDisplayName,
  ReducerID,
} from '@grafana/data';
import { TableCellHeight } from '@grafana/schema';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import { TableNG } from '@grafana/ui/unstable';
import { useMemo, useState } from 'react';
import { type Bag, bag, list, number, oneOf, strings, text } from '../page/values';
import { byThreshold, type Kind, type PanelProps } from './kind';
import { NoData } from './NoData';

const CHOICE = 40;

function TablePanel(props: PanelProps) {
  const { frames, options, width, height, range } = props;
  const [index, choose] = useState(Math.min(number(options.frameIndex, 0), Math.max(0, frames.length - 1)));
  const frame = frames[index] ?? frames[0];
  const data = useMemo(() => frame && summed(visible(frame), bag(options.footer)), [frame, options.footer]);
  const sorting = useMemo(() => sortOf(options), [options]);
  if (!data || data.fields.length === 0) return <NoData {...props} />;
  const several = frames.length > 1;
  const room = several ? height - CHOICE : height;
  return (
    <>
      {/* The table gets its height from this element. */}
      <div style={{ height: room }}>
        <TableNG
          ariaLabel={props.title}
          data={data}
          width={width}
          height={room}
          noHeader={options.showHeader === false}
          showTypeIcons={options.showTypeIcons === true}
          resizable
          sortBy={sorting}
          frozenColumns={Math.max(0, number(bag(options.frozenColumns).left, 0))}
          enablePagination={options.enablePagination === true}
          cellHeight={oneOf(options.cellHeight, Object.values(TableCellHeight), TableCellHeight.Sm)}
          timeRange={range}
          fieldConfig={props.fieldConfig}
        />
      </div>
      {several && <FrameChoice frames={frames} index={index} choose={choose} />}
    </>
  );
}

/** Each frame is a separate table. As in Grafana, one of them is shown at a time. */
function FrameChoice({
  frames,
  index,
  choose,
}: {
  frames: DataFrame[];
  index: number;
  choose: (index: number) => void;
}) {
  return (
    <select
      className="bw-select bw-frames"
      aria-label="Table shown"
      value={index}
      onChange={(event) => choose(Number(event.target.value))}
    >
      {frames.map((frame, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: frames have no other name that is sure to be unique
        <option key={i} value={i}>
          {getFrameDisplayName(frame, i)}
        </option>
      ))}
    </select>
  );
}

function visible(frame: DataFrame): DataFrame {
  const fields = frame.fields.filter((field) => !hidden(bag(field.config.custom)));
  return fields.length === frame.fields.length ? frame : { ...frame, fields };
}

/** The older form of a footer: one setting for the table instead of one per field. */
function summed(frame: DataFrame, footer: Bag): DataFrame {
  const reducers = footer.countRows === true ? [ReducerID.countAll] : strings(footer.reducer);
  if (footer.show !== true || reducers.length === 0) return frame;
  const named = [text(footer.fields), ...strings(footer.fields)].filter((name) => name !== '');
  const isSummed = (field: Field, index: number) => {
    if (footer.countRows === true) return index === 0;
    return named.length > 0 ? named.includes(getFieldDisplayName(field, frame)) : field.type === FieldType.number;
  };
  const fields = frame.fields.map((field, index) =>
    isSummed(field, index)
      ? { ...field, config: { ...field.config, custom: { ...bag(field.config.custom), footer: { reducers } } } }
      : field,
  );
  return { ...frame, fields };
}

function hidden(custom: Bag): boolean {
  return custom.hidden === true || bag(custom.hideFrom).viz === true;
}

function sortOf(options: Bag) {
  return list(options.sortBy)
    .map(bag)
    .filter((one) => text(one.displayName) !== '')
    .map((one) => ({ displayName: text(one.displayName), desc: one.desc === true }));
}

export const table: Kind = {
  Component: TablePanel,
  options: { ...defaultOptions },
  field: byThreshold,
  custom: { align: 'auto', inspect: false, cellOptions: { type: 'auto' } },
};
