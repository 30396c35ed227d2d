import { Box, Tabs } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import type { WordsOf } from './words';

interface TabbedPageProps<Tab extends string> {
  /** The one that is shown. */
  tab: Tab;
  action?: ReactNode;
  isBusy?: boolean;
  children: ReactNode;
}

type WordOf<Tab extends string> = 'title' | 'tabs.label' | `tab.${Tab}` | `${Tab}.subtitle`;

/**
 * A page with a title and tabs, each tab with an address of its own: the name of the tab is the last
 * part of it.
 */
export const createTabbedPage = <Tab extends string>(
  tabs: readonly Tab[],
  useWords: () => WordsOf<WordOf<NoInfer<Tab>>>,
) =>
  function TabbedPage({ tab, action, isBusy = false, children }: TabbedPageProps<Tab>) {
    const words = useWords();
    const navigate = useNavigate();
    return (
      <Page.Main aria-busy={isBusy}>
        <Page.Title>{words('title')}</Page.Title>
        <Layouts.Header
          title={words('title')}
          subtitle={words(`${tab}.subtitle`)}
          primaryAction={action}
        />
        <Layouts.Content>
          <Tabs.Root variant="simple" value={tab} onValueChange={(to) => navigate(`../${to}`)}>
            <Tabs.List aria-label={words('tabs.label')}>
              {tabs.map((one) => (
                <Tabs.Trigger key={one} value={one}>
                  {words(`tab.${one}`)}
                </Tabs.Trigger>
              ))}
            </Tabs.List>
            <Tabs.Content value={tab}>
              <Box paddingTop={6} paddingBottom={8}>
                {children}
              </Box>
            </Tabs.Content>
          </Tabs.Root>
        </Layouts.Content>
      </Page.Main>
    );
  };
