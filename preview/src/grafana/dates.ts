import { systemDateFormats } from '@grafana/data';

/** Times at axes as a server's settings have them by default (`[date_formats]`); those of the packages differ. */
export function writeDatesAsServers(): void {
  const interval = { ...systemDateFormats.interval, hour: 'MM-DD HH:mm', day: 'YYYY-MM-DD' };
  systemDateFormats.update({ fullDate: systemDateFormats.fullDate, interval, useBrowserLocale: false });
}
