import { type DataFrame, type DataFrame as Frame, getFrameDisplayName } from '@grafana/data';
import { TableCellHeight } from '@grafana/schema';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import { Table } from '@grafana/ui';
import { useState } from 'react';
import { bag, list, number, oneOf, text } from '../page/values';
import { byThreshold, type Kind, type PanelProps } from './kind';
import { NoData } from './NoData';

const CHOICE = 32;

function TablePanel(props: PanelProps) {
  const { frames, options, width, height, range } = props;
  const [index, choose] = useState(Math.min(number(options.frameIndex, 0), Math.max(0, frames.length - 1)));
  const frame = frames[index] ?? frames[0];
  if (!frame || frame.fields.length === 0) return <NoData {...props} />;
  const several = frames.length > 1;
  return (
    <>
      <Table
        ariaLabel={props.title}
        data={visible(frame)}
        width={width}
        height={several ? height - CHOICE : height}
        noHeader={options.showHeader === false}
        showTypeIcons={options.showTypeIcons === true}
        resizable
        initialSortBy={sortOf(props)}
        enablePagination={options.enablePagination === true}
        cellHeight={oneOf(options.cellHeight, Object.values(TableCellHeight), TableCellHeight.Sm)}
        timeRange={range}
        fieldConfig={props.fieldConfig}
      />
      {several && <FrameChoice frames={frames} index={index} choose={choose} />}
    </>
  );
}

/** Each series is a table of its own: one is shown, as Grafana does. */
function FrameChoice({ frames, index, choose }: { frames: Frame[]; index: number; choose: (index: number) => void }) {
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

function hidden(custom: Record<string, unknown>): boolean {
  return custom.hidden === true || bag(custom.hideFrom).viz === true;
}

function sortOf({ options }: PanelProps) {
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
