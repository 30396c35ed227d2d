import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { CAN_READ } from '../permissions';
import { DatasetsPage } from './datasets-page';
import { DuplicatesPage } from './duplicates-page';
import { RunPage } from './run-page';
import { RunsPage } from './runs-page';
import { SchedulePage } from './schedule-page';

/** Strapi loads the page of a menu link by its default export. */
export default function ImportsPage() {
  return (
    <Page.Protect permissions={CAN_READ}>
      <Routes>
        <Route index element={<Navigate to="runs" replace />} />
        <Route path="runs" element={<RunsPage />} />
        <Route path="runs/:id" element={<RunPage />} />
        <Route path="datasets" element={<DatasetsPage />} />
        <Route path="duplicates" element={<DuplicatesPage />} />
        <Route path="schedule" element={<SchedulePage />} />
      </Routes>
    </Page.Protect>
  );
}
