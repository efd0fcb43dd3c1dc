import { systemDateFormats } from '@grafana/data';

/** The formats of times at axes that a Grafana server uses by default (`[date_formats]`); the packages have others. */
export function writeDatesAsServers(): void {
  const interval = { ...systemDateFormats.interval, hour: 'MM-DD HH:mm', day: 'YYYY-MM-DD' };
  systemDateFormats.update({ fullDate: systemDateFormats.fullDate, interval, useBrowserLocale: false });
}
