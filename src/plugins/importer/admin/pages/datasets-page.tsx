import { Badge, Flex, Td, Tr, Typography } from '@strapi/design-system';
import { Page, Pagination } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';
import type { DatasetLine, DatasetsAnswer } from '../../contract/overview';
import { ImportsFrame } from '../components/imports-frame';
import { ListTable } from '../../../../admin/parts/list-table';
import { useLiveAnswer } from '../hooks/use-live-answer';
import { asTime } from '../../../../admin/parts/as-time';
import { asNumber, asSource } from '../written';
import { useWords } from '../words';

const ASKED = ['page', 'pageSize'];

function Freshness({ dataset: { isBehind, withdrawnAt } }: { dataset: DatasetLine }) {
  const words = useWords();
  if (withdrawnAt) return <Badge variant="neutral">{words('fresh.withdrawn')}</Badge>;
  return isBehind ? (
    <Badge variant="warning">{words('fresh.behind')}</Badge>
  ) : (
    <Badge variant="success">{words('fresh.current')}</Badge>
  );
}

const Line = ({ dataset }: { dataset: DatasetLine }) => (
  <Tr>
    <Td>
      <Flex
        direction="column"
        alignItems="flex-start"
        gap={1}
        maxWidth="32rem"
        paddingTop={3}
        paddingBottom={3}
      >
        <Typography style={{ whiteSpace: 'normal' }}>
          {dataset.title ?? dataset.datasetKey}
        </Typography>
        {dataset.title && (
          <Typography variant="pi" textColor="neutral600">
            {dataset.datasetKey}
          </Typography>
        )}
      </Flex>
    </Td>
    <Td>
      <Typography>{asSource(dataset.provider)}</Typography>
    </Td>
    <Td>
      <Typography>{asTime(dataset.updatedAtProvider)}</Typography>
    </Td>
    <Td>
      <Typography>{asTime(dataset.pulledAt)}</Typography>
    </Td>
    <Td>
      <Typography>{asNumber(dataset.records)}</Typography>
    </Td>
    <Td>
      <Freshness dataset={dataset} />
    </Td>
  </Tr>
);

/** How fresh the datasets are, those that changed last at their provider first. */
export function DatasetsPage() {
  const words = useWords();
  const [address] = useSearchParams();
  const asked = new URLSearchParams([...address].filter(([name]) => ASKED.includes(name)));
  const path = `/importer/datasets?${asked.toString()}`;
  const { answer, hasFailed, isLoading } = useLiveAnswer<DatasetsAnswer>(path);
  const columns = [
    words('column.dataset'),
    words('column.provider'),
    words('column.updated'),
    words('column.pulled'),
    words('column.records'),
    words('column.state'),
  ];
  if (!answer && hasFailed) return <Page.Error />;
  return (
    <ImportsFrame tab="datasets" isBusy={isLoading}>
      {!answer && <Page.Loading />}
      {answer?.data.length === 0 && <Page.NoData content={words('datasets.none')} />}
      {answer && answer.data.length > 0 && (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <ListTable
            caption={words('tab.datasets')}
            columns={columns}
            rowCount={answer.data.length}
          >
            {answer.data.map((dataset) => (
              <Line key={dataset.id} dataset={dataset} />
            ))}
          </ListTable>
          <Pagination.Root
            pageCount={answer.meta.pageCount}
            total={answer.meta.total}
            defaultPageSize={answer.meta.pageSize}
          >
            <Pagination.PageSize options={['10', '25', '50', '100']} />
            <Pagination.Links />
          </Pagination.Root>
        </Flex>
      )}
    </ImportsFrame>
  );
}
