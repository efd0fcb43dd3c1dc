import { offsetsOf } from './zones';

/** Replaces the table of time zones in `@grafana/data`: a graph only needs to know whether a name is a time zone. */
export function findTimeZoneAt(name: string): { name: string } | undefined {
  return offsetsOf(name) ? { name } : undefined;
}

export const InternalTimeZones = { default: '', localBrowserTime: 'browser', utc: 'utc' };

const notUsed = undefined;

export {
  notUsed as canonicalZoneName,
  notUsed as getTimeZoneGroups,
  notUsed as getTimeZoneInfo,
  notUsed as getTimeZones,
  notUsed as getTimeZonesAt,
  notUsed as getZone,
  notUsed as timeZoneFormatUserFriendly,
};
