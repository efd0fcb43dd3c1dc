/** Replaces the picker that changes the colour of a series: a page shows the colours of the board. */
export const ColorPicker = () => null;
export const SeriesColorPicker = () => null;
