import { speciesTable } from './species-table';

export const MAMMALS = speciesTable(
  'mammals',
  `
137086 | Balaena mysticetus Linnaeus, 1758 | bowhead whale | Balaenidae | shelf | 0-60 | 2 | chukchi canadian-arctic baffin-bay greenland
220222 | Eubalaena australis (Desmoulins, 1822) | southern right whale | Balaenidae | shelf | 0-40 | 3 | patagonia agulhas south-australia new-zealand brazil
159023 | Eubalaena glacialis (Müller, 1776) | North Atlantic right whale | Balaenidae | shelf | 0-60 | 2 | us-east newfoundland
137087 | Balaenoptera acutorostrata Lacépède, 1804 | common minke whale | Balaenopteridae | any | 0-60 | 4 | ne-atlantic iceland greenland newfoundland norway
231405 | Balaenoptera bonaerensis Burmeister, 1867 | Antarctic minke whale | Balaenopteridae | any | 0-60 | 2 | antarctic
137088 | Balaenoptera borealis Lesson, 1828 | sei whale | Balaenopteridae | open | 0-80 | 2 | north-atlantic macaronesia north-pacific scotia
137089 | Balaenoptera edeni Anderson, 1879 | Bryde's whale | Balaenopteridae | any | 0-80 | 2 | tropics
137090 | Balaenoptera musculus (Linnaeus, 1758) | blue whale | Balaenopteridae | open | 0-120 | 3 | california baja macaronesia iceland indian-ocean southern-ocean peru-chile
137091 | Balaenoptera physalus (Linnaeus, 1758) | fin whale | Balaenopteridae | open | 0-120 | 5 | west-med west-med iberia macaronesia iceland greenland newfoundland california
137092 | Megaptera novaeangliae (Borowski, 1781) | humpback whale | Balaenopteridae | any | 0-100 | 6 | us-east newfoundland iceland norway hawaii gulf-of-alaska baja brazil east-australia west-australia antarctic-peninsula polynesia caribbean
137112 | Eschrichtius robustus (Lilljeborg, 1861) | gray whale | Eschrichtiidae | coast | 0-40 | 3 | baja california salish-oregon gulf-of-alaska bering chukchi okhotsk
137119 | Physeter macrocephalus Linnaeus, 1758 | sperm whale | Physeteridae | open | 0-1200 | 5 | west-med east-med macaronesia iberia norway caribbean temperate tropical-east-pacific
137115 | Delphinapterus leucas (Pallas, 1776) | beluga | Monodontidae | shelf | 0-80 | 3 | arctic okhotsk
137116 | Monodon monoceros Linnaeus, 1758 | narwhal | Monodontidae | any | 0-600 | 2 | baffin-bay canadian-arctic greenland
137127 | Ziphius cavirostris G.Cuvier, 1823 | Cuvier's beaked whale | Ziphiidae | open | 0-1500 | 3 | west-med iberia macaronesia california hawaii caribbean
137102 | Orcinus orca (Linnaeus, 1758) | killer whale | Delphinidae | any | 0-100 | 5 | norway iceland salish-oregon gulf-of-alaska iberia patagonia new-zealand antarctic-peninsula okhotsk
137104 | Pseudorca crassidens | false killer whale | Delphinidae | open | 0-200 | 2 | hawaii tropics
137097 | Globicephala melas (Traill, 1809) | long-finned pilot whale | Delphinidae | slope | 0-600 | 4 | iberia west-med celtic-seas norway newfoundland new-zealand
137096 | Globicephala macrorhynchus Gray, 1846 | short-finned pilot whale | Delphinidae | slope | 0-600 | 3 | macaronesia hawaii caribbean us-east japan
137098 | Grampus griseus (G.Cuvier, 1812) | Risso's dolphin | Delphinidae | slope | 0-300 | 4 | west-med adriatic iberia celtic-seas california us-east japan
137094 | Delphinus delphis Linnaeus, 1758 | common dolphin | Delphinidae | any | 0-60 | 7 | iberia iberia west-med celtic-seas black-sea california us-east new-zealand peru-chile south-australia
137107 | Stenella coeruleoalba (Meyen, 1833) | striped dolphin | Delphinidae | open | 0-80 | 6 | west-med west-med east-med iberia macaronesia us-east japan
137105 | Stenella attenuata (Gray, 1846) | pantropical spotted dolphin | Delphinidae | open | 0-60 | 3 | tropics tropical-east-pacific tropical-east-pacific
137108 | Stenella frontalis (Cuvier, 1829) | Atlantic spotted dolphin | Delphinidae | any | 0-60 | 3 | macaronesia us-east gulf-of-mexico caribbean brazil
137109 | Stenella longirostris (Gray, 1828) | spinner dolphin | Delphinidae | any | 0-60 | 3 | tropics hawaii
137110 | Steno bredanensis (G. Cuvier in Lesson, 1828) | rough-toothed dolphin | Delphinidae | open | 0-80 | 2 | tropics
137111 | Tursiops truncatus (Montagu, 1821) | common bottlenose dolphin | Delphinidae | shelf | 0-60 | 8 | iberia west-med adriatic east-med celtic-seas us-east gulf-of-mexico california temperate
254983 | Tursiops aduncus | Indo-Pacific bottlenose dolphin | Delphinidae | coast | 0-30 | 3 | reefs-of-the-indo-pacific east-australia
137101 | Lagenorhynchus albirostris (Gray, 1846) | white-beaked dolphin | Delphinidae | shelf | 0-60 | 3 | north-sea norway iceland barents labrador
231434 | Lagenorhynchus obscurus (Gray, 1828) | dusky dolphin | Delphinidae | shelf | 0-60 | 2 | new-zealand patagonia benguela peru-chile
254976 | Cephalorhynchus commersonii (Lacépède, 1804) | Commerson's dolphin | Delphinidae | coast | 0-30 | 1 | patagonia kerguelen
254979 | Cephalorhynchus hectori (P. J. Van Beneden, 1881) | Hector's dolphin | Delphinidae | coast | 0-30 | 1 | new-zealand
344009 | Sotalia guianensis (Van Beneden, 1864) | Guiana dolphin | Delphinidae | coast | 0-20 | 2 | brazil caribbean
816452 | Sousa sahulensis Jefferson & Rosenbaum, 2014 | Australian humpback dolphin | Delphinidae | coast | 0-20 | 2 | great-barrier-reef west-australia
137117 | Phocoena phocoena (Linnaeus, 1758) | harbour porpoise | Phocoenidae | shelf | 0-60 | 6 | north-sea north-sea celtic-seas iberia norway newfoundland salish-oregon black-sea
254987 | Phocoenoides dalli (True, 1885) | Dall's porpoise | Phocoenidae | any | 0-100 | 3 | ne-pacific bering okhotsk
254964 | Pontoporia blainvillei (Gervais & d'Orbigny, 1844) | franciscana | Pontoporiidae | coast | 0-30 | 1 | brazil patagonia
137081 | Monachus monachus (Hermann, 1779) | Mediterranean monk seal | Phocidae | coast | 0-60 | 2 | east-med macaronesia
137080 | Halichoerus grypus (Fabricius, 1791) | grey seal | Phocidae | coast | 0-80 | 4 | north-sea celtic-seas baltic newfoundland
137084 | Phoca vitulina Linnaeus, 1758 | harbour seal | Phocidae | coast | 0-60 | 4 | north-sea norway newfoundland ne-pacific japan
159019 | Pagophilus groenlandicus | harp seal | Phocidae | any | 0-200 | 3 | greenland labrador barents
137078 | Cystophora cristata | hooded seal | Phocidae | any | 0-600 | 2 | greenland labrador
137079 | Erignathus barbatus | bearded seal | Phocidae | shelf | 0-100 | 2 | arctic bering
159021 | Pusa hispida (Schreber, 1775) | ringed seal | Phocidae | shelf | 0-80 | 2 | arctic baltic
231413 | Mirounga leonina | southern elephant seal | Phocidae | open | 0-900 | 4 | subantarctic antarctic-peninsula
231417 | Hydrurga leptonyx | leopard seal | Phocidae | any | 0-80 | 2 | antarctic
137077 | Odobenus rosmarus | walrus | Odobenidae | shelf | 0-60 | 2 | chukchi bering barents baffin-bay
231404 | Arctocephalus gazella Peters, 1875 | Antarctic fur seal | Otariidae | any | 0-80 | 3 | scotia kerguelen antarctic-peninsula
220227 | Dugong dugon | dugong | Dugongidae | coast | 0-15 | 3 | west-australia great-barrier-reef red-sea arabian-sea coral-triangle
159509 | Trichechus manatus | West Indian manatee | Trichechidae | coast | 0-8 | 2 | gulf-of-mexico caribbean
`,
);
