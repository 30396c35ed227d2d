import { Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { CAN_READ } from '../permissions';
import { AccountDetailPage } from './account-detail-page';
import { AccountListPage } from './account-list-page';

/** Strapi loads the page of a menu link by its default export. */
export default function AccountsPage() {
  return (
    <Page.Protect permissions={CAN_READ}>
      <Routes>
        <Route index element={<AccountListPage />} />
        <Route path=":id" element={<AccountDetailPage />} />
      </Routes>
    </Page.Protect>
  );
}
