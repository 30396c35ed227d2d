/** Class -> phylum and kingdom, by the World Register of Marine Species. */
export const CLASSES: Readonly<Record<string, { phylum: string; kingdom: string }>> = {
  Mammalia: { phylum: 'Chordata', kingdom: 'Animalia' },
  // The register gives turtles an order but no class.
  '': { phylum: 'Chordata', kingdom: 'Animalia' },
  Aves: { phylum: 'Chordata', kingdom: 'Animalia' },
  Elasmobranchii: { phylum: 'Chordata', kingdom: 'Animalia' },
  Holocephali: { phylum: 'Chordata', kingdom: 'Animalia' },
  Teleostei: { phylum: 'Chordata', kingdom: 'Animalia' },
  Appendicularia: { phylum: 'Chordata', kingdom: 'Animalia' },
  Malacostraca: { phylum: 'Arthropoda', kingdom: 'Animalia' },
  Copepoda: { phylum: 'Arthropoda', kingdom: 'Animalia' },
  Cephalopoda: { phylum: 'Mollusca', kingdom: 'Animalia' },
  Bivalvia: { phylum: 'Mollusca', kingdom: 'Animalia' },
  Gastropoda: { phylum: 'Mollusca', kingdom: 'Animalia' },
  Polychaeta: { phylum: 'Annelida', kingdom: 'Animalia' },
  Demospongiae: { phylum: 'Porifera', kingdom: 'Animalia' },
  Gymnolaemata: { phylum: 'Bryozoa', kingdom: 'Animalia' },
  Anthozoa: { phylum: 'Cnidaria', kingdom: 'Animalia' },
  Hexacorallia: { phylum: 'Cnidaria', kingdom: 'Animalia' },
  Hydrozoa: { phylum: 'Cnidaria', kingdom: 'Animalia' },
  Scyphozoa: { phylum: 'Cnidaria', kingdom: 'Animalia' },
  Tentaculata: { phylum: 'Ctenophora', kingdom: 'Animalia' },
  Sagittoidea: { phylum: 'Chaetognatha', kingdom: 'Animalia' },
  Globothalamea: { phylum: 'Foraminifera', kingdom: 'Chromista' },
  Magnoliopsida: { phylum: 'Tracheophyta', kingdom: 'Plantae' },
  Phaeophyceae: { phylum: 'Ochrophyta', kingdom: 'Chromista' },
  Ulvophyceae: { phylum: 'Chlorophyta', kingdom: 'Plantae' },
};

/** `class/order: families`, one line each. */
const TREE = `
Mammalia/Cetartiodactyla: Balaenidae Balaenopteridae Eschrichtiidae Physeteridae Monodontidae Ziphiidae Delphinidae Phocoenidae Pontoporiidae
Mammalia/Carnivora: Phocidae Otariidae Odobenidae
Mammalia/Sirenia: Dugongidae Trichechidae
/Testudines: Cheloniidae Dermochelyidae
Aves/Procellariiformes: Diomedeidae Procellariidae Hydrobatidae
Aves/Pelecaniformes: Sulidae
Aves/Charadriiformes: Alcidae Laridae
Aves/Sphenisciformes: Spheniscidae
Elasmobranchii/Orectolobiformes: Rhincodontidae Ginglymostomatidae
Elasmobranchii/Lamniformes: Lamnidae Cetorhinidae Alopiidae
Elasmobranchii/Carcharhiniformes: Carcharhinidae Sphyrnidae Scyliorhinidae Pentanchidae
Elasmobranchii/Squaliformes: Somniosidae Squalidae
Elasmobranchii/Squatiniformes: Squatinidae
Elasmobranchii/Myliobatiformes: Mobulidae Rhinopteridae
Elasmobranchii/Rajiformes: Rajidae
Elasmobranchii/Torpediniformes: Torpedinidae
Holocephali/Chimaeriformes: Chimaeridae Callorhinchidae
Teleostei/Gadiformes: Gadidae Merlucciidae
Teleostei/Clupeiformes: Clupeidae Alosidae Engraulidae
Teleostei/Scombriformes: Scombridae Gempylidae
Teleostei/Carangiformes: Xiphiidae Coryphaenidae Carangidae
Teleostei/Tetraodontiformes: Molidae Balistidae Diodontidae
Teleostei/Eupercaria incertae sedis: Moronidae Sparidae Labridae
Teleostei/Mulliformes: Mullidae
Teleostei/Syngnathiformes: Syngnathidae
Teleostei/Zeiformes: Zeidae
Teleostei/Anguilliformes: Muraenidae
Teleostei/Pleuronectiformes: Pleuronectidae
Teleostei/Perciformes: Cottidae Cyclopteridae
Teleostei/Osmeriformes: Osmeridae
Teleostei/Salmoniformes: Salmonidae
Teleostei/Acanthuriformes: Chaetodontidae Acanthuridae
Appendicularia/Copelata: Oikopleuridae
Malacostraca/Decapoda: Nephropidae Lithodidae Portunidae Palinuridae Stenopodidae Aristeidae
Malacostraca/Euphausiacea: Euphausiidae
Malacostraca/Amphipoda: Hyperiidae
Copepoda/Calanoida: Calanidae Metridinidae Clausocalanidae
Copepoda/Cyclopoida: Oithonidae
Cephalopoda/Myopsida: Loliginidae
Bivalvia/Venerida: Veneridae
Bivalvia/Myida: Myidae
Bivalvia/Ostreida: Pinnidae
Bivalvia/Mytilida: Mytilidae
Gastropoda/Neogastropoda: Muricidae
Gastropoda/Pteropoda: Clionidae Limacinidae
Gastropoda/Nudibranchia: Myrrhinidae
Polychaeta/Echiuroidea: Bonelliidae
Demospongiae/Poecilosclerida: Crambeidae
Demospongiae/Suberitida: Halichondriidae
Gymnolaemata/Cheilostomatida: Bugulidae
Anthozoa/Scleractinia: Pocilloporidae Poritidae Plerogyridae Merulinidae Dendrophylliidae
Anthozoa/Scleralcyonacea: Helioporidae
Hexacorallia/Actiniaria: Sagartiidae
Hydrozoa/Siphonophorae: Physaliidae
Hydrozoa/Trachymedusae: Rhopalonematidae
Scyphozoa/Semaeostomeae: Cyaneidae Pelagiidae
Scyphozoa/Rhizostomeae: Mastigiidae Cassiopeidae
Tentaculata/Cydippida: Mertensiidae
Sagittoidea/Aphragmophora: Sagittidae
Globothalamea/Rotaliida: Globigerinidae
Magnoliopsida/Alismatales: Posidoniaceae Zosteraceae Cymodoceaceae Hydrocharitaceae
Phaeophyceae/Laminariales: Lessoniaceae
Phaeophyceae/Dictyotales: Dictyotaceae
Ulvophyceae/Bryopsidales: Caulerpaceae Halimedaceae
`;

export interface Family {
  kingdom: string;
  phylum: string;
  class: string | null;
  order: string;
}

function readTree(): Map<string, Family> {
  const families = new Map<string, Family>();
  for (const line of TREE.trim().split('\n')) {
    const [path = '', names = ''] = line.split(': ');
    const [className = '', order = ''] = path.split('/');
    const above = CLASSES[className];
    if (!above) throw new Error(`No phylum is known for the class "${className}"`);
    for (const name of names.split(' ')) {
      families.set(name, { ...above, class: className || null, order });
    }
  }
  return families;
}

/** Family -> the ranks above it. */
export const FAMILIES: ReadonlyMap<string, Family> = readTree();
