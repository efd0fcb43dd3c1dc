/**
 * Stands in for moment-timezone, whose table of zones is 700 kB: the same library without the table.
 * The one zone that a page needs is made from the browser's own knowledge (see zones.ts).
 */
import moment from 'moment-timezone/moment-timezone.js';

export const tz = moment.tz;
export default moment;
