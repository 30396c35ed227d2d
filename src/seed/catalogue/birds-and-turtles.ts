import { speciesTable } from './species-table';

export const TURTLES = speciesTable(
  'turtles',
  `
137205 | Caretta caretta (Linnaeus, 1758) | loggerhead turtle | Cheloniidae | any | 0-40 | 8 | west-med west-med east-med adriatic iberia macaronesia us-east gulf-of-mexico brazil japan east-australia agulhas
137206 | Chelonia mydas (Linnaeus, 1758) | green turtle | Cheloniidae | shelf | 0-30 | 7 | reefs-of-the-indo-pacific tropical-atlantic-coasts hawaii east-med arabian-sea
137207 | Eretmochelys imbricata (Linnaeus, 1766) | hawksbill turtle | Cheloniidae | coast | 0-40 | 4 | caribbean reefs-of-the-indo-pacific
220293 | Lepidochelys olivacea | olive ridley turtle | Cheloniidae | any | 0-80 | 4 | tropical-east-pacific tropical-east-pacific bay-of-bengal brazil west-africa
137208 | Lepidochelys kempii | Kemp's ridley turtle | Cheloniidae | coast | 0-40 | 2 | gulf-of-mexico us-east
137209 | Dermochelys coriacea (Vandelli, 1761) | leatherback turtle | Dermochelyidae | any | 0-200 | 5 | iberia north-atlantic newfoundland caribbean west-africa california melanesia indian-ocean
`,
);

export const BIRDS = speciesTable(
  'birds',
  `
212583 | Diomedea exulans Linnaeus, 1758 | wandering albatross | Diomedeidae | open | - | 5 | subantarctic southern-ocean south-atlantic south-pacific
343995 | Thalassarche melanophris (Temminck, 1828) | black-browed albatross | Diomedeidae | any | - | 4 | subantarctic benguela new-zealand
225760 | Thalassarche chrysostoma | grey-headed albatross | Diomedeidae | open | - | 3 | subantarctic southern-ocean
212640 | Daption capense (Linnaeus, 1758) | Cape petrel | Procellariidae | any | - | 3 | antarctic subantarctic
212636 | Macronectes giganteus (Gmelin, 1789) | southern giant petrel | Procellariidae | any | - | 3 | subantarctic antarctic-peninsula
212651 | Procellaria aequinoctialis Linnaeus, 1758 | white-chinned petrel | Procellariidae | open | - | 3 | subantarctic benguela south-atlantic
137195 | Fulmarus glacialis (Linnaeus, 1761) | northern fulmar | Procellariidae | any | - | 5 | north-sea celtic-seas subarctic-atlantic bering
137194 | Calonectris diomedea | Scopoli's shearwater | Procellariidae | any | - | 4 | mediterranean
445503 | Puffinus mauretanicus | Balearic shearwater | Procellariidae | shelf | - | 4 | west-med iberia
137203 | Puffinus puffinus | Manx shearwater | Procellariidae | any | - | 3 | celtic-seas iberia north-atlantic brazil
137189 | Hydrobates pelagicus | European storm petrel | Hydrobatidae | any | - | 3 | celtic-seas iberia west-med norway
148776 | Morus bassanus | northern gannet | Sulidae | shelf | - | 5 | north-sea celtic-seas iberia west-med newfoundland norway
137131 | Fratercula arctica | Atlantic puffin | Alcidae | any | - | 4 | celtic-seas north-sea norway iceland newfoundland
137128 | Alca torda | razorbill | Alcidae | shelf | - | 3 | celtic-seas north-sea norway newfoundland iberia
232052 | Larus michahellis | yellow-legged gull | Laridae | coast | - | 4 | west-med iberia adriatic macaronesia
137138 | Larus argentatus | herring gull | Laridae | coast | - | 4 | north-sea celtic-seas baltic norway
137142 | Larus fuscus | lesser black-backed gull | Laridae | shelf | - | 4 | north-sea celtic-seas iberia west-med baltic
137146 | Larus marinus | great black-backed gull | Laridae | coast | - | 3 | north-sea norway celtic-seas newfoundland iceland
137162 | Sterna hirundo | common tern | Laridae | coast | - | 3 | north-sea baltic west-med us-east west-africa
344003 | Anous minutus | black noddy | Laridae | coast | - | 2 | hawaii micronesia great-barrier-reef polynesia
212629 | Anous stolidus | brown noddy | Laridae | any | - | 2 | tropics
344045 | Gygis alba | white tern | Laridae | any | - | 2 | polynesia micronesia hawaii indian-ocean
225757 | Pygoscelis adeliae Hombron & Jacquinot, 1841 | Adélie penguin | Spheniscidae | coast | - | 3 | antarctic-peninsula east-antarctica
225777 | Pygoscelis papua | gentoo penguin | Spheniscidae | coast | - | 2 | antarctic-peninsula scotia
212658 | Eudyptes chrysolophus | macaroni penguin | Spheniscidae | any | - | 2 | scotia kerguelen
`,
);
