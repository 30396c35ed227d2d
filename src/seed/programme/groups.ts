import { DEMO_TRACKS, demoPeopleOf, type DemoPerson } from './people';

export interface DemoGroup {
  /** Names the group among the demonstration's; the code is given by the database. */
  key: string;
  name: string;
  track: string;
  description: string;
  mentor: DemoPerson;
  students: DemoPerson[];
  supervisor: DemoPerson;
}

const NAMES = [
  ['Seagrass Watch', 'Maps the seagrass of the inner bay by kayak and drone, meadow by meadow.'],
  [
    'Salt and Tide',
    'Builds a low-cost buoy that measures salinity and temperature through the tides.',
  ],
  ['Porpoise Listeners', 'Listens for harbour porpoises with hydrophones and counts their clicks.'],
  ['Shoreline Plastics', 'Sorts what the sea brings to four beaches, every second Saturday.'],
  ['Kelp Forest', 'Compares life in kelp forests inside and outside of a protected area.'],
  ['Current Drifters', 'Lets drifters go and learns from where they strand.'],
  ['Rock Pool Census', 'Counts what lives in forty rock pools, winter and summer.'],
  ['Net Gain', 'Follows lost fishing gear and tries out nets that come apart by themselves.'],
  ['Tern Colony', 'Guards and counts a colony of little terns through the breeding season.'],
  ['Wave Makers', 'Measures what breakwaters do to waves, in a tank and outside.'],
  ['Jelly Bloom', 'Asks when jellyfish bloom, and who eats them.'],
  ['Micro and Macro', 'Looks for microplastics in plankton samples under the microscope.'],
] as const;

const STUDENTS_IN_A_GROUP = 5;

/** 12 groups of five students, each with a mentor and a supervisor. */
export function makeGroups(): DemoGroup[] {
  const [students, mentors, supervisors] = (['student', 'mentor', 'supervisor'] as const).map(
    demoPeopleOf,
  );
  return NAMES.map(([name, description], index) => {
    const mentor = mentors?.[index % mentors.length];
    const supervisor = supervisors?.[index % supervisors.length];
    if (!students || !mentor || !supervisor) throw new Error('The demonstration has no people');
    return {
      key: `group/${index + 1}`,
      name,
      description,
      track: DEMO_TRACKS[index % DEMO_TRACKS.length] ?? '',
      mentor,
      supervisor,
      students: students.slice(index * STUDENTS_IN_A_GROUP, (index + 1) * STUDENTS_IN_A_GROUP),
    };
  });
}
