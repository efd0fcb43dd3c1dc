/**
 * Replaces moment-timezone by moment without the table of time zones, which is 700 kB large. The only time zone that a
 * page needs is created from the browser's data (see zones.ts).
 */
import moment from 'moment-timezone/moment-timezone.js';

export const tz = moment.tz;
export default moment;
