import { createTheme, type GrafanaTheme2 } from '@grafana/data';
import type { ThemeName } from '../model';

/** The names of the bundled fonts. Without a name, a font of the reader's machine would be used. */
export const SANS = "'Inter', 'Helvetica', 'Arial', sans-serif";
export const MONO = "'Roboto Mono', monospace";

const typography = { fontFamily: SANS, fontFamilyMonospace: MONO };

const themes: Record<ThemeName, GrafanaTheme2> = {
  dark: createTheme({ colors: { mode: 'dark' }, typography }),
  light: createTheme({ colors: { mode: 'light' }, typography }),
};

export function themeOf(name: ThemeName): GrafanaTheme2 {
  return themes[name];
}

/** Waits until the fonts are loaded, because a canvas uses another font until then. */
export async function fontsLoaded(fonts: FontFaceSet): Promise<void> {
  const used = [`400 12px ${SANS}`, `500 12px ${SANS}`, `400 12px ${MONO}`];
  await Promise.all(used.map((font) => fonts.load(font)));
}
