import { createTheme, type GrafanaTheme2 } from '@grafana/data';
import type { ThemeName } from '../model';

/** The bundled fonts, by name: without a name a machine's own font would be drawn with. */
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

/** A canvas draws with another font until these fonts are loaded. */
export async function fontsLoaded(fonts: FontFaceSet): Promise<void> {
  const used = [`400 12px ${SANS}`, `500 12px ${SANS}`, `400 12px ${MONO}`];
  await Promise.all(used.map((font) => fonts.load(font)));
}
