import { useParams } from 'react-router-dom';
import { useOfferedExchange } from '../hooks/use-offered-exchange';
import { ExportDialog } from './export-dialog';
import { ImportDialog } from './import-dialog';

/** Export and import of the list that is open, for who may. */
export function ListActions() {
  const { slug } = useParams();
  const offered = useOfferedExchange(slug);
  if (!offered) return null;
  return (
    <>
      {offered.mayExport && <ExportDialog offered={offered} />}
      {offered.mayImport && <ImportDialog offered={offered} />}
    </>
  );
}
