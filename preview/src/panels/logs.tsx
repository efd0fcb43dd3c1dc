import { type DataFrame, dateTimeFormat, type Field, FieldType } from '@grafana/data';
import { useMemo } from 'react';
import { list } from '../page/values';
import type { Kind, PanelProps } from './kind';
import { NoData } from './NoData';

interface Line {
  key: string;
  time: number | null;
  text: string;
  level: Level;
  labels: Record<string, string>;
}

type Level = 'critical' | 'error' | 'warning' | 'info' | 'debug' | 'trace' | 'unknown';

const MOST = 1000;
const MOMENT = 'YYYY-MM-DD HH:mm:ss.SSS';

function LogsPanel(props: PanelProps) {
  const { frames, options, width, height } = props;
  const lines = useMemo(() => linesOf(frames, options.sortOrder === 'Ascending'), [frames, options.sortOrder]);
  if (lines.length === 0) return <NoData {...props} />;
  const common = options.showCommonLabels === true ? commonOf(lines) : {};
  const unfolds = options.enableLogDetails === true;
  const wrapped = options.wrapLogMessage === true || options.prettifyLogMessage === true;
  return (
    <div style={{ width, height }} className={wrapped ? 'bw-logs bw-wrapped' : 'bw-logs'}>
      {Object.keys(common).length > 0 && <p className="bw-log-common">Common labels: {labelText(common)}</p>}
      <ol>
        {lines.map((line) => (
          <li key={line.key} className={`bw-log bw-log-${line.level}${unfolds ? ' bw-log-more' : ''}`}>
            {options.showTime === true && line.time !== null && (
              <time>{dateTimeFormat(line.time, { timeZone: props.timeZone, format: MOMENT })}</time>
            )}
            {options.showLabels === true && <span className="bw-log-labels">{labelText(line.labels)}</span>}
            <span className="bw-log-text">{options.prettifyLogMessage === true ? pretty(line.text) : line.text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function linesOf(frames: DataFrame[], oldestFirst: boolean): Line[] {
  const lines = frames.flatMap((frame, i) => ofFrame(frame, i));
  const sign = oldestFirst ? 1 : -1;
  return lines.sort((a, b) => sign * ((a.time ?? 0) - (b.time ?? 0))).slice(0, MOST);
}

function ofFrame(frame: DataFrame, number: number): Line[] {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  const body =
    frame.fields.find((f) => /^(line|body|message|content)$/i.test(f.name)) ??
    frame.fields.find((f) => f.type === FieldType.string);
  const levels = frame.fields.find((field) => /^(level|severity|detected_level)$/i.test(field.name));
  if (!body) return [];
  return body.values.map((value, i) => {
    const labels = labelsOf(frame, body, i);
    const text = withoutColors(String(value ?? ''));
    return {
      key: `${number}-${i}`,
      time: time ? time.values[i] : null,
      text,
      labels,
      level: levelOf(String(levels?.values[i] ?? labels.level ?? labels.severity ?? text)),
    };
  });
}

function labelsOf(frame: DataFrame, body: Field, row: number): Record<string, string> {
  const found = frame.fields.find((field) => field.name === 'labels')?.values[row];
  return { ...body.labels, ...(found && typeof found === 'object' && !list(found).length ? found : {}) };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with one
const COLORS = /\u001b\[[\d;]*m/g;

function withoutColors(text: string): string {
  return text.replace(COLORS, '');
}

const LEVELS: [Level, RegExp][] = [
  ['critical', /\b(emerg|fatal|alert|crit|critical)\b/i],
  ['error', /\b(err|eror|error)\b/i],
  ['warning', /\b(warn|warning)\b/i],
  ['info', /\b(info|information|notice)\b/i],
  ['debug', /\b(dbug|debug)\b/i],
  ['trace', /\btrace\b/i],
];

export function levelOf(text: string): Level {
  return LEVELS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unknown';
}

function commonOf(lines: Line[]): Record<string, string> {
  const [first, ...others] = lines.map((line) => line.labels);
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([key, value]) => others.every((labels) => labels[key] === value)),
  );
}

function labelText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export const logs: Kind = {
  Component: LogsPanel,
  options: {
    showTime: false,
    showLabels: false,
    showCommonLabels: false,
    wrapLogMessage: false,
    prettifyLogMessage: false,
    sortOrder: 'Descending',
    enableLogDetails: true,
  },
  field: {},
  custom: {},
};
