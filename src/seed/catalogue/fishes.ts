import { speciesTable } from './species-table';

export const SHARKS_AND_RAYS = speciesTable(
  'fishes',
  `
105847 | Rhincodon typus | whale shark | Rhincodontidae | any | 0-100 | 4 | west-australia baja gulf-of-mexico coral-triangle east-africa red-sea tropical-east-pacific
105838 | Carcharodon carcharias (Linnaeus, 1758) | white shark | Lamnidae | shelf | 0-200 | 4 | california baja agulhas south-australia new-zealand us-east west-med
105837 | Cetorhinus maximus (Gunnerus, 1765) | basking shark | Cetorhinidae | shelf | 0-60 | 4 | celtic-seas celtic-seas iberia west-med norway newfoundland california
105839 | Isurus oxyrinchus | shortfin mako | Lamnidae | open | 0-300 | 3 | temperate
105841 | Lamna nasus (Bonnaterre, 1788) | porbeagle | Lamnidae | any | 0-300 | 3 | celtic-seas north-sea newfoundland iceland new-zealand
105836 | Alopias vulpinus | thresher | Alopiidae | any | 0-200 | 2 | california iberia west-med us-east
105801 | Prionace glauca | blue shark | Carcharhinidae | open | 0-300 | 5 | temperate north-atlantic iberia
105799 | Galeocerdo cuvier | tiger shark | Carcharhinidae | shelf | 0-150 | 3 | hawaii great-barrier-reef west-australia caribbean gulf-of-mexico agulhas
105794 | Carcharhinus longimanus | oceanic whitetip shark | Carcharhinidae | open | 0-150 | 2 | tropics red-sea
105795 | Carcharhinus melanopterus | blacktip reef shark | Carcharhinidae | coast | 0-40 | 3 | reefs-of-the-indo-pacific
217337 | Carcharhinus amblyrhynchos | grey reef shark | Carcharhinidae | coast | 0-100 | 3 | reefs-of-the-indo-pacific
105816 | Sphyrna lewini | scalloped hammerhead | Sphyrnidae | shelf | 0-200 | 3 | tropics tropical-east-pacific
105817 | Sphyrna mokarran | great hammerhead | Sphyrnidae | shelf | 0-80 | 2 | us-east gulf-of-mexico caribbean great-barrier-reef
214557 | Triaenodon obesus | whitetip reef shark | Carcharhinidae | coast | 0-60 | 2 | reefs-of-the-indo-pacific
105846 | Ginglymostoma cirratum | nurse shark | Ginglymostomatidae | coast | 0-40 | 2 | caribbean gulf-of-mexico brazil
105814 | Scyliorhinus canicula | small-spotted catshark | Scyliorhinidae | shelf | 5-200 | 4 | north-sea celtic-seas iberia west-med
105812 | Galeus melastomus | blackmouth catshark | Pentanchidae | slope | 200-1000 | 3 | west-med iberia celtic-seas
105919 | Somniosus microcephalus | Greenland shark | Somniosidae | any | 50-1200 | 2 | greenland baffin-bay barents iceland
105923 | Squalus acanthias | spiny dogfish | Squalidae | shelf | 10-250 | 3 | north-sea norway newfoundland us-east salish-oregon patagonia
1026118 | Mobula birostris (Walbaum, 1792) | giant manta ray | Mobulidae | any | 0-80 | 3 | tropics
1042871 | Mobula alfredi (Krefft, 1868) | reef manta ray | Mobulidae | coast | 0-40 | 2 | reefs-of-the-indo-pacific
158544 | Rhinoptera bonasus (Mitchill, 1815) | cownose ray | Rhinopteridae | coast | 0-25 | 2 | us-east gulf-of-mexico
105883 | Raja clavata | thornback ray | Rajidae | shelf | 5-150 | 4 | north-sea celtic-seas iberia west-med black-sea
271684 | Torpedo marmorata | marbled electric ray | Torpedinidae | coast | 2-100 | 2 | west-med iberia east-med
271406 | Hydrolagus colliei (Lay & Bennett, 1839) | spotted ratfish | Chimaeridae | shelf | 20-500 | 2 | ne-pacific
`,
);

export const BONY_FISHES = speciesTable(
  'fishes',
  `
126436 | Gadus morhua Linnaeus, 1758 | Atlantic cod | Gadidae | shelf | 5-350 | 7 | north-sea baltic norway iceland barents newfoundland labrador greenland
126437 | Melanogrammus aeglefinus (Linnaeus, 1758) | haddock | Gadidae | shelf | 20-250 | 4 | north-sea celtic-seas norway iceland newfoundland
300735 | Gadus chalcogrammus | Alaska pollock | Gadidae | shelf | 20-400 | 4 | bering gulf-of-alaska okhotsk japan
126433 | Boreogadus saida | polar cod | Gadidae | shelf | 5-300 | 3 | arctic greenland
126417 | Clupea harengus | Atlantic herring | Clupeidae | shelf | 0-200 | 5 | north-sea norway baltic iceland newfoundland celtic-seas
151159 | Clupea pallasii Valenciennes, 1847 | Pacific herring | Clupeidae | coast | 0-120 | 3 | ne-pacific bering japan
126421 | Sardina pilchardus | European pilchard | Alosidae | shelf | 0-100 | 6 | iberia iberia west-med adriatic west-africa
217452 | Sardinops sagax | Pacific sardine | Alosidae | shelf | 0-100 | 4 | california peru-chile japan benguela south-australia
126426 | Engraulis encrasicolus | European anchovy | Engraulidae | shelf | 0-100 | 5 | iberia west-med adriatic black-sea
272286 | Engraulis mordax | northern anchovy | Engraulidae | shelf | 0-100 | 2 | california baja salish-oregon
127023 | Scomber scombrus | Atlantic mackerel | Scombridae | shelf | 0-200 | 5 | iberia celtic-seas north-sea norway west-med newfoundland
127094 | Xiphias gladius | swordfish | Xiphiidae | open | 0-400 | 4 | west-med east-med temperate
126846 | Coryphaena hippurus Linnaeus, 1758 | common dolphinfish | Coryphaenidae | open | 0-80 | 3 | tropics west-med
127405 | Mola mola (Linnaeus, 1758) | ocean sunfish | Molidae | any | 0-200 | 5 | west-med iberia celtic-seas california us-east japan south-australia
126484 | Merluccius merluccius | European hake | Merlucciidae | shelf | 30-400 | 5 | iberia celtic-seas west-med adriatic
126975 | Dicentrarchus labrax | European seabass | Moronidae | coast | 0-40 | 3 | iberia west-med celtic-seas north-sea
151523 | Sparus aurata | gilthead seabream | Sparidae | coast | 0-60 | 3 | west-med iberia adriatic
127054 | Diplodus vulgaris | common two-banded seabream | Sparidae | coast | 0-60 | 3 | mediterranean iberia
126963 | Coris julis | Mediterranean rainbow wrasse | Labridae | coast | 1-60 | 3 | mediterranean macaronesia
126986 | Mullus surmuletus | surmullet | Mullidae | coast | 3-120 | 3 | west-med iberia celtic-seas
154776 | Hippocampus guttulatus | long-snouted seahorse | Syngnathidae | coast | 0-20 | 2 | west-med iberia black-sea
127427 | Zeus faber | John Dory | Zeidae | shelf | 20-200 | 3 | iberia west-med celtic-seas new-zealand south-australia
126303 | Muraena helena | Mediterranean moray | Muraenidae | coast | 2-60 | 2 | west-med macaronesia
127139 | Limanda limanda (Linnaeus, 1758) | common dab | Pleuronectidae | shelf | 5-120 | 3 | north-sea celtic-seas norway baltic
127141 | Platichthys flesus | European flounder | Pleuronectidae | coast | 0-50 | 3 | north-sea baltic celtic-seas
127143 | Pleuronectes platessa | European plaice | Pleuronectidae | shelf | 5-120 | 3 | north-sea celtic-seas iceland baltic
127203 | Myoxocephalus scorpius | shorthorn sculpin | Cottidae | coast | 0-60 | 2 | north-sea baltic norway labrador
127214 | Cyclopterus lumpus | lumpfish | Cyclopteridae | shelf | 0-200 | 2 | norway iceland newfoundland greenland
126735 | Mallotus villosus | capelin | Osmeridae | shelf | 0-250 | 3 | barents iceland newfoundland labrador bering
127186 | Salmo salar Linnaeus, 1758 | Atlantic salmon | Salmonidae | any | 0-20 | 2 | norway celtic-seas baltic newfoundland greenland
127182 | Oncorhynchus gorbuscha | pink salmon | Salmonidae | any | 0-40 | 3 | gulf-of-alaska bering okhotsk north-pacific
218754 | Chaetodon vagabundus Linnaeus, 1758 | vagabond butterflyfish | Chaetodontidae | coast | 1-30 | 2 | reefs-of-the-indo-pacific
219630 | Acanthurus triostegus | convict surgeonfish | Acanthuridae | coast | 0-40 | 3 | reefs-of-the-indo-pacific hawaii
219881 | Melichthys niger | black triggerfish | Balistidae | coast | 1-40 | 2 | hawaii caribbean polynesia brazil
127402 | Diodon holocanthus | long-spine porcupinefish | Diodontidae | coast | 1-60 | 2 | caribbean brazil coral-triangle
276651 | Seriola quinqueradiata | Japanese amberjack | Carangidae | shelf | 0-100 | 2 | japan
219697 | Thyrsites atun | snoek | Gempylidae | shelf | 10-300 | 2 | benguela south-australia new-zealand
274287 | Glyptocephalus zachirus Lockington, 1879 | rex sole | Pleuronectidae | shelf | 30-500 | 2 | ne-pacific bering
`,
);
