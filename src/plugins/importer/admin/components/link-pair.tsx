import { Badge, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Card } from '../../../../admin/parts/card';
import type { LinkedRecord, LinkView } from '../../contract/links-http';
import { asTime, NOTHING } from '../../../../admin/parts/as-time';
import { asSource } from '../written';
import { useWords } from '../words';
import { LinkDecision } from './link-decision';

const FIELDS = [
  'scientificName',
  'eventDate',
  'position',
  'depth',
  'dataset',
  'occurrenceID',
  'institutionCode',
  'collectionCode',
  'catalogNumber',
  'individualCount',
  'recordedBy',
  'basisOfRecord',
] as const;

type FieldName = (typeof FIELDS)[number];

function valueOf(record: LinkedRecord, field: FieldName): string | null {
  const { decimalLongitude: lon, decimalLatitude: lat } = record;
  const { minimumDepthInMeters: from, maximumDepthInMeters: to } = record;
  if (field === 'position') return lon === null || lat === null ? null : `${lat}, ${lon}`;
  if (field === 'dataset') return record.datasetTitle ?? record.datasetKey;
  if (field !== 'depth') return record[field];
  if (from === null && to === null) return null;
  return from === to || from === null || to === null ? `${from ?? to} m` : `${from} – ${to} m`;
}

/** Of two that stand for one another the one that readers see. */
const isPublic = ({ duplicateOf, isWithdrawn }: LinkedRecord, { state }: LinkView): boolean =>
  (state === 'automatic' || state === 'confirmed') && duplicateOf === null && !isWithdrawn;

interface LinkPairProps {
  link: LinkView;
  canDecide: boolean;
  onDecide: () => void;
}

/** Two records that may be one, side by side; what they differ in is bold. */
export function LinkPair({ link, canDecide, onDecide }: LinkPairProps) {
  const words = useWords();
  const { id, reason, score, evidence, records, decidedAt } = link;
  const values = FIELDS.map((field) => ({
    field,
    texts: records.map((record) => valueOf(record, field)),
  })).filter(({ texts }) => texts.some((text) => text !== null));

  return (
    <Card name={words('link.name', { id })}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap" paddingBottom={4}>
        <Flex gap={3} wrap="wrap">
          <Typography variant="delta" tag="h2">
            {words('link.name', { id })}
          </Typography>
          <Badge>{words('link.score', { score: Math.round(score * 100) / 100 })}</Badge>
          <Typography textColor="neutral600">{[reason, ...evidence].join(' · ')}</Typography>
          {decidedAt !== null && (
            <Typography textColor="neutral600">
              {words('link.decided', { time: asTime(decidedAt) })}
            </Typography>
          )}
        </Flex>
        {canDecide && <LinkDecision link={link} onDecide={onDecide} />}
      </Flex>
      <Table
        aria-label={words('link.name', { id })}
        colCount={records.length + 1}
        rowCount={values.length + 1}
      >
        <Thead>
          <Tr>
            <Th>
              <Typography variant="sigma">{words('column.field')}</Typography>
            </Th>
            {records.map((record) => (
              <Th key={record.documentId} style={{ width: '40%' }}>
                <Flex gap={2}>
                  <Typography variant="sigma">{asSource(record.provider)}</Typography>
                  {isPublic(record, link) && (
                    <Badge variant="success">{words('link.public')}</Badge>
                  )}
                </Flex>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {values.map(({ field, texts }) => (
            <Tr key={field}>
              <Td>
                <Typography textColor="neutral600">{words(`record.${field}`)}</Typography>
              </Td>
              {texts.map((text, place) => (
                <Td key={records[place]?.documentId}>
                  <Typography
                    fontWeight={new Set(texts).size > 1 ? 'bold' : 'regular'}
                    style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
                  >
                    {text ?? NOTHING}
                  </Typography>
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Card>
  );
}
