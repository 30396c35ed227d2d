import { useIntl } from 'react-intl';
import en from './translations/en.json';

export type WordKey = keyof typeof en;
type Values = Record<string, string | number>;

/** A text of this plugin as Strapi's panel takes it; other languages come as translations of the id. */
export const message = (key: WordKey) => ({ id: `geo.${key}`, defaultMessage: en[key] });

/** The texts of this plugin in the language of who is signed in. */
export function useWords(): (key: WordKey, values?: Values) => string {
  const intl = useIntl();
  return (key, values) => intl.formatMessage(message(key), values);
}
