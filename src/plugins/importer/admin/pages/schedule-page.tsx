import { Badge, Flex, Link, Td, Tr, Typography } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';
import type { ProfilesAnswer, SchedulesAnswer } from '../../contract/overview';
import { ImportsFrame } from '../components/imports-frame';
import { ListTable } from '../../../../admin/parts/list-table';
import { Section } from '../../../../admin/parts/section';
import { useLiveAnswer } from '../hooks/use-live-answer';
import { asTime, NOTHING } from '../../../../admin/parts/as-time';
import { asSource } from '../written';
import { useWords } from '../words';

const PROFILES = '/content-manager/collection-types/plugin::importer.import-profile';

function Schedules({ schedules }: { schedules: SchedulesAnswer['data'] }) {
  const words = useWords();
  const columns = [words('column.mode'), words('column.next'), words('column.cron')];
  return (
    <ListTable caption={words('tab.schedule')} columns={columns} rowCount={schedules.length}>
      {schedules.map(({ mode, cron, nextAt }) => (
        <Tr key={mode}>
          <Td>
            <Typography>{words(`mode.${mode}`)}</Typography>
          </Td>
          <Td>
            <Typography>{nextAt ? asTime(nextAt) : words('schedule.off')}</Typography>
          </Td>
          <Td>
            <Typography textColor="neutral600">{cron || NOTHING}</Typography>
          </Td>
        </Tr>
      ))}
    </ListTable>
  );
}

function Profiles({ profiles }: { profiles: ProfilesAnswer['data'] }) {
  const words = useWords();
  const columns = [
    words('column.profile'),
    words('column.source'),
    words('fact.question'),
    words('column.state'),
  ];
  if (profiles.length === 0) {
    return <Typography textColor="neutral600">{words('profiles.none')}</Typography>;
  }
  return (
    <ListTable caption={words('profiles.title')} columns={columns} rowCount={profiles.length}>
      {profiles.map(({ name, source, parameters, isEnabled }) => (
        <Tr key={`${source} ${name}`}>
          <Td>
            <Typography>{name}</Typography>
          </Td>
          <Td>
            <Typography>{asSource(source)}</Typography>
          </Td>
          <Td>
            <Typography textColor="neutral600">{JSON.stringify(parameters)}</Typography>
          </Td>
          <Td>
            <Badge variant={isEnabled ? 'success' : 'neutral'}>
              {words(isEnabled ? 'profile.on' : 'profile.off')}
            </Badge>
          </Td>
        </Tr>
      ))}
    </ListTable>
  );
}

/** When imports start by themselves, and what they then ask. */
export function SchedulePage() {
  const words = useWords();
  const schedules = useLiveAnswer<SchedulesAnswer>('/importer/schedules');
  const profiles = useLiveAnswer<ProfilesAnswer>('/importer/profiles');
  if (schedules.hasFailed || profiles.hasFailed) return <Page.Error />;
  const edit = (
    <Link tag={NavLink} to={PROFILES}>
      {words('profiles.edit')}
    </Link>
  );
  return (
    <ImportsFrame tab="schedule">
      {schedules.answer && profiles.answer ? (
        <Flex direction="column" alignItems="stretch" gap={8}>
          <Schedules schedules={schedules.answer.data} />
          <Section title={words('profiles.title')} action={edit}>
            <Profiles profiles={profiles.answer.data} />
          </Section>
        </Flex>
      ) : (
        <Page.Loading />
      )}
    </ImportsFrame>
  );
}
