import { speciesTable } from './species-table';

export const INVERTEBRATES = speciesTable(
  'invertebrates',
  `
156134 | Homarus americanus | American lobster | Nephropidae | coast | 2-120 | 3 | newfoundland us-east
550622 | Lithodes aequispinus | golden king crab | Lithodidae | slope | 200-700 | 2 | bering japan okhotsk
107379 | Callinectes sapidus | blue crab | Portunidae | coast | 0-30 | 3 | us-east gulf-of-mexico west-med adriatic
382891 | Panulirus argus | Caribbean spiny lobster | Palinuridae | coast | 1-60 | 3 | caribbean gulf-of-mexico
210359 | Panulirus versicolor | painted spiny lobster | Palinuridae | coast | 1-20 | 2 | reefs-of-the-indo-pacific
210370 | Stenopus hispidus | banded coral shrimp | Stenopodidae | coast | 1-40 | 2 | caribbean reefs-of-the-indo-pacific
107083 | Aristeus antennatus | blue and red shrimp | Aristeidae | slope | 300-900 | 2 | west-med
110690 | Meganyctiphanes norvegica | northern krill | Euphausiidae | open | 0-400 | 3 | west-med norway iceland newfoundland
110711 | Thysanoessa raschii | | Euphausiidae | shelf | 0-150 | 2 | chukchi bering barents labrador
156452 | Themisto libellula | | Hyperiidae | any | 0-300 | 2 | arctic greenland
104467 | Calanus hyperboreus | | Calanidae | any | 0-800 | 3 | arctic greenland
104470 | Neocalanus cristatus | | Calanidae | open | 0-500 | 2 | bering gulf-of-alaska north-pacific
104633 | Metridia lucens Boeck, 1865 | | Metridinidae | open | 0-400 | 2 | north-atlantic north-sea iceland
104517 | Pseudocalanus minutus | | Clausocalanidae | shelf | 0-150 | 2 | chukchi bering barents
106656 | Oithona similis | | Oithonidae | any | 0-150 | 3 | north-sea iberia west-med chukchi southern-ocean
105440 | Parasagitta elegans | | Sagittidae | shelf | 0-150 | 2 | chukchi bering north-sea barents
103417 | Oikopleura vanhoeffeni | | Oikopleuridae | any | 0-100 | 2 | chukchi greenland labrador
140271 | Loligo vulgaris | European squid | Loliginidae | shelf | 5-200 | 3 | west-med iberia north-sea
141919 | Mercenaria mercenaria (Linnaeus, 1758) | hard clam | Veneridae | coast | 0-15 | 2 | us-east
141936 | Venus verrucosa Linnaeus, 1758 | warty venus | Veneridae | coast | 1-80 | 2 | mediterranean iberia
140431 | Mya truncata Linnaeus, 1758 | blunt gaper | Myidae | coast | 0-60 | 2 | norway iceland greenland labrador
140780 | Pinna nobilis Linnaeus, 1758 | noble pen shell | Pinnidae | coast | 1-40 | 3 | mediterranean
140405 | Ocenebra erinaceus | European sting winkle | Muricidae | coast | 0-60 | 2 | iberia celtic-seas west-med
139178 | Clione limacina | | Clionidae | any | 0-200 | 2 | arctic bering labrador
140223 | Limacina helicina | | Limacinidae | any | 0-200 | 2 | arctic bering
367883 | Hermissenda crassicornis | | Myrrhinidae | coast | 0-30 | 2 | ne-pacific
110363 | Bonellia viridis | green spoon worm | Bonelliidae | coast | 2-60 | 2 | mediterranean
133445 | Crambe crambe | orange-red encrusting sponge | Crambeidae | coast | 1-40 | 2 | mediterranean
132663 | Hymeniacidon perlevis | | Halichondriidae | coast | 0-30 | 2 | celtic-seas north-sea iberia
834039 | Crisularia plumosa | | Bugulidae | coast | 1-40 | 2 | celtic-seas north-sea iberia
100986 | Actinothoe sphyrodeta | sandalled anemone | Sagartiidae | coast | 1-40 | 2 | celtic-seas iberia
206953 | Pocillopora damicornis | cauliflower coral | Pocilloporidae | coast | 1-25 | 4 | reefs-of-the-indo-pacific hawaii tropical-east-pacific
206973 | Seriatopora hystrix | needle coral | Pocilloporidae | coast | 1-30 | 3 | reefs-of-the-indo-pacific
206982 | Stylophora pistillata | hood coral | Pocilloporidae | coast | 1-20 | 3 | red-sea reefs-of-the-indo-pacific
207225 | Porites lobata | hump coral | Poritidae | coast | 1-30 | 3 | reefs-of-the-indo-pacific hawaii
207498 | Plerogyra sinuosa | rounded bubblegum coral | Plerogyridae | coast | 2-40 | 2 | coral-triangle red-sea great-barrier-reef
207407 | Merulina ampliata | crispy crust coral | Merulinidae | coast | 2-30 | 2 | coral-triangle great-barrier-reef micronesia
207511 | Turbinaria mesenterina | disc coral | Dendrophylliidae | coast | 2-25 | 2 | great-barrier-reef west-australia coral-triangle east-africa
210725 | Heliopora coerulea | blue coral | Helioporidae | coast | 1-20 | 2 | coral-triangle micronesia great-barrier-reef
135479 | Physalia physalis | Portuguese man-of-war | Physaliidae | any | 0-1 | 4 | iberia macaronesia us-east brazil east-australia new-zealand tropical-atlantic
117849 | Aglantha digitale | | Rhopalonematidae | any | 0-300 | 2 | chukchi norway labrador
135301 | Cyanea capillata | lion's mane jellyfish | Cyaneidae | shelf | 0-40 | 3 | north-sea norway baltic celtic-seas labrador
287209 | Chrysaora melanaster | northern sea nettle | Pelagiidae | shelf | 0-100 | 2 | bering chukchi
220485 | Mastigias papua | golden medusa | Mastigiidae | coast | 0-20 | 2 | micronesia coral-triangle
135295 | Cassiopea andromeda | upside-down jellyfish | Cassiopeidae | coast | 0-10 | 2 | red-sea east-med coral-triangle
106377 | Mertensia ovum | | Mertensiidae | any | 0-100 | 2 | arctic
113434 | Globigerina bulloides | | Globigerinidae | open | 0-200 | 2 | southern-ocean north-atlantic west-med
`,
);

export const PLANTS_AND_ALGAE = speciesTable(
  'plants',
  `
145794 | Posidonia oceanica | Neptune grass | Posidoniaceae | coast | 1-35 | 6 | mediterranean west-med
145795 | Zostera marina | eelgrass | Zosteraceae | coast | 0-8 | 5 | north-sea baltic iberia celtic-seas us-east salish-oregon japan
145793 | Cymodocea nodosa | | Cymodoceaceae | coast | 0-20 | 3 | mediterranean macaronesia
374720 | Thalassia testudinum | turtle grass | Hydrocharitaceae | coast | 0-15 | 3 | caribbean gulf-of-mexico
374715 | Syringodium filiforme | manatee grass | Cymodoceaceae | coast | 0-15 | 2 | caribbean gulf-of-mexico
208925 | Halodule wrightii | shoal grass | Cymodoceaceae | coast | 0-8 | 3 | gulf-of-mexico us-east caribbean brazil
145713 | Halophila decipiens | | Hydrocharitaceae | coast | 2-40 | 2 | caribbean brazil great-barrier-reef
372502 | Egregia menziesii | feather boa kelp | Lessoniaceae | coast | 0-15 | 2 | california salish-oregon baja
145385 | Padina pavonica | peacock's tail | Dictyotaceae | coast | 0-20 | 2 | mediterranean iberia
144472 | Caulerpa racemosa | | Caulerpaceae | coast | 0-30 | 2 | coral-triangle caribbean micronesia
144482 | Halimeda opuntia | | Halimedaceae | coast | 0-40 | 2 | caribbean coral-triangle micronesia
`,
);
