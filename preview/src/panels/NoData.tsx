import type { PanelProps } from './kind';

/** Grafana's words for nothing, or the board's own. */
export function NoData({ fieldConfig }: Pick<PanelProps, 'fieldConfig'>) {
  return <div className="bw-no-data">{fieldConfig.defaults.noValue || 'No data'}</div>;
}
