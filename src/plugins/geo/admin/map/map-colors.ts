/** What a map is painted with: colours of the panel's theme, light or dark. */
export interface MapColors {
  water: string;
  land: string;
  coast: string;
  grid: string;
  shape: string;
  handle: string;
  chosen: string;
}

/** The tokens of Strapi's design system that are used here. */
interface Tokens {
  neutral0: string;
  neutral100: string;
  neutral150: string;
  neutral200: string;
  neutral300: string;
  neutral500: string;
  primary100: string;
  primary600: string;
  danger600: string;
}

export const mapColorsOf = (tokens: Tokens): MapColors => ({
  water: tokens.neutral100,
  land: tokens.neutral200,
  coast: tokens.neutral500,
  grid: tokens.neutral150,
  shape: tokens.primary600,
  handle: tokens.neutral0,
  chosen: tokens.danger600,
});
