import { useIntl } from 'react-intl';

type Values = Record<string, string | number>;

/** The texts of a plugin by their keys, for the language of who is signed in. */
export type WordsOf<Key extends string> = (key: Key, values?: Values) => string;

/**
 * The texts of a plugin, which are English in `english`; in Strapi their ids begin with the plugin's
 * name, and other languages come as translations of the ids.
 */
export function createWords<Key extends string>(plugin: string, english: Record<Key, string>) {
  const message = (key: Key) => ({ id: `${plugin}.${key}`, defaultMessage: english[key] });

  function useWords(): WordsOf<Key> {
    const intl = useIntl();
    return (key, values) => intl.formatMessage(message(key), values);
  }

  return { message, useWords };
}

interface Translation {
  locale: string;
  data: Record<string, string>;
}

/** `registerTrads` of a plugin. English only, so far; the words of another language go beside it. */
export const offerEnglish =
  (plugin: string, load: () => Promise<{ default: Record<string, string> }>) =>
  async ({ locales }: { locales: string[] }): Promise<Translation[]> => {
    if (!locales.includes('en')) return [];
    const { default: words } = await load();
    const data = Object.fromEntries(
      Object.entries(words).map(([key, text]) => [`${plugin}.${key}`, text]),
    );
    return [{ locale: 'en', data }];
  };
