import { type DataFrame, dateTimeFormat, FieldType } from '@grafana/data';
import { useMemo } from 'react';
import { bag, text } from '../page/values';
import type { Kind, PanelProps } from './kind';
import { NoData } from './NoData';

interface Line {
  time: number;
  message: string;
  labels: string;
  level: string;
}

const MOST = 1000;

/** Lines with their time and level, the newest first unless asked otherwise. */
function LogsPanel(props: PanelProps) {
  const { frames, options, width, height, timeZone } = props;
  const lines = useMemo(() => sorted(frames.flatMap(linesOf), options.sortOrder), [frames, options.sortOrder]);
  if (lines.length === 0) return <NoData {...props} />;
  const wrapped = options.wrapLogMessage === true ? 'bw-log bw-wrapped' : 'bw-log';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list is reached with the keyboard
    <ol className={wrapped} style={{ width, height }} aria-label={props.title} tabIndex={0}>
      {lines.slice(0, MOST).map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same
        <li key={i} className={`bw-level-${line.level}`}>
          {options.showTime === true && <time>{dateTimeFormat(line.time, { timeZone })}</time>}{' '}
          {options.showLabels === true && <span className="bw-quiet">{line.labels} </span>}
          {line.message}
        </li>
      ))}
    </ol>
  );
}

function linesOf(frame: DataFrame): Line[] {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  const message = frame.fields.find((field) => field.type === FieldType.string);
  if (!message) return [];
  const level = frame.fields.find((field) => field.name === 'level' || field.name === 'detected_level');
  return message.values.map((value, row) => ({
    time: Number(time?.values[row] ?? 0),
    message: text(value),
    labels: Object.entries(bag(message.labels))
      .map(([key, label]) => `${key}=${String(label)}`)
      .join(' '),
    level: String(level?.values[row] ?? levelOf(text(value))),
  }));
}

/** The first word of a line that names a level. */
function levelOf(message: string): string {
  const found =
    /\b(critical|error|err|warn(?:ing)?|info|debug|trace)\b/i.exec(message)?.[1]?.toLowerCase() ?? 'unknown';
  return ({ err: 'error', warn: 'warning' } as Record<string, string>)[found] ?? found;
}

function sorted(lines: Line[], order: unknown): Line[] {
  const sign = order === 'Ascending' ? 1 : -1;
  return [...lines].sort((a, b) => sign * (a.time - b.time));
}

export const logs: Kind = {
  Component: LogsPanel,
  options: { showTime: false, wrapLogMessage: false },
  field: {},
  custom: {},
};
