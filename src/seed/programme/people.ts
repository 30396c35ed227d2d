export type DemoRole = 'student' | 'mentor' | 'supervisor' | 'admin';

export interface DemoPerson {
  name: string;
  firstName: string;
  lastName: string;
  email: string;
  username: string;
  role: DemoRole;
  track: string | null;
}

/** Invented people; `.example` is reserved, so no mail can ever reach anybody. */
const NAMES: Record<DemoRole, string> = {
  student: `Amara Lindqvist, Tomas Okoye, Yui Ferreira, Aditi Moreau, Bram Castillo, Chiara Nwosu,
    Dawit Larsen, Elif Barros, Farah Jansen, Goran Mbeki, Hana Silveira, Idris Novak, Jonas Achterberg,
    Kaya Fontaine, Liam Oyelaran, Mina Kowalski, Nils Abara, Oona Delgado, Paulo Brandt, Qiu Andersen,
    Rosa Traore, Sami Vestergaard, Tala Romano, Uma Petit, Viggo Alvarez, Wren Castellano, Xenia Duarte,
    Yara Holm, Zeno Baptiste, Anouk Rivera, Bilal Sorensen, Carmen Osei, Davor Hughes, Esme Takahashi,
    Finn Adeyemi, Gala Pereira, Hugo Lindholm, Ilse Navarro, Jamal Koskinen, Kira Mendes, Lior Dahl,
    Maren Acheampong, Nadia Brunner, Otto Salgado, Pia Nakamura, Rafael Bergstrom, Sanna Quiroga,
    Teo Vandenberg, Ulla Marques, Vera Solheim, Wim Escobar, Yusuf Nygaard, Zuri Castellan, Alma Rautio,
    Basil Monteiro, Celia Ostrom, Dario Lefevre, Enya Sato, Fabio Wallin, Greta Amoah`,
  mentor: `Ines Haddad, Kofi Petersen, Maja Oliveira, Sven Carvalho, Priya Donnelly, Hector Aalto,
    Lucia Feng, Emeka Strand, Nora Villalobos, Jorge Haugen`,
  supervisor: `Leila Marchetti, Ravi Sandoval, Astrid Kimura, Samuel Duran, Beatriz Falk, Omar Lund`,
  admin: `Noor Eklund, Mateo Tanaka, Signe Afolabi, Dimitri Cabral`,
};

export const DEMO_TRACKS = [
  'Coastal ecology',
  'Ocean physics',
  'Biodiversity',
  'Plastics',
] as const;

const peopleOf = (role: DemoRole): DemoPerson[] =>
  NAMES[role].split(',').map((text, index) => {
    const name = text.trim();
    const [firstName = '', lastName = ''] = name.split(' ');
    const username = `${firstName}.${lastName}`.toLowerCase();
    const track = role === 'student' ? (DEMO_TRACKS[index % DEMO_TRACKS.length] ?? null) : null;
    return { name, firstName, lastName, username, email: `${username}@shoal.example`, role, track };
  });

/** 80 people: 60 students, 10 mentors, 6 supervisors, 4 administrators. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  ...peopleOf('student'),
  ...peopleOf('mentor'),
  ...peopleOf('supervisor'),
  ...peopleOf('admin'),
];

export const demoPeopleOf = (role: DemoRole): DemoPerson[] =>
  DEMO_PEOPLE.filter((person) => person.role === role);
