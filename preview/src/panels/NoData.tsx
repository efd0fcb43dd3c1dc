import { getFieldDisplayName } from '@grafana/data';
import type { PanelProps } from './kind';

/** The text of a panel without data, from Grafana or from the board, and the fields that the panel does not draw. */
export function NoData({ fieldConfig, frames = [] }: Pick<PanelProps, 'fieldConfig'> & Partial<PanelProps>) {
  const names = new Set(
    frames.flatMap((frame) => frame.fields.map((field) => getFieldDisplayName(field, frame, frames))),
  );
  return (
    <div className="bw-no-data">
      {fieldConfig.defaults.noValue || 'No data'}
      {names.size > 0 && <p className="bw-quiet">The data has only these fields: {[...names].join(', ')}.</p>}
    </div>
  );
}
