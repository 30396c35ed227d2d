import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { CAN_READ } from '../permissions';
import { DecisionsPage } from './decisions-page';
import { ReportsPage } from './reports-page';
import { RoomsPage } from './rooms-page';

/** Strapi loads the page of a menu link by its default export. */
export default function ModerationPage() {
  return (
    <Page.Protect permissions={CAN_READ}>
      <Routes>
        <Route index element={<Navigate to="reports" replace />} />
        <Route path="reports" element={<ReportsPage />} />
        <Route path="rooms" element={<RoomsPage />} />
        <Route path="decisions" element={<DecisionsPage />} />
      </Routes>
    </Page.Protect>
  );
}
