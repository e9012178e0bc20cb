/** The text that all begins with. */
export const ground =
  'Kraj otevře úřad i o sobotách. Na vyřízení občanky nikdo nebude čekat déle než hodinu. Na každé přepážce bude ' +
  'tlumočník do znakového jazyka a u vchodu rampa. Úřední desku najdete na internetu i v každé obci. Stížnosti ' +
  'vyřídíme do měsíce a odpovíme písemně. Parkování před úřadem bude zdarma na první půlhodinu.';

/** Words of the ground and what people would like instead; several want the same words otherwise. */
export const wishes: [from: string, to: string][] = [
  ['sobotách', 'nedělích'],
  ['sobotách', 'pátcích večer'],
  ['sobotách', 'nedělích'],
  ['otevře', 'do roka otevře'],
  ['úřad i', 'všechny úřady i'],
  ['nikdo nebude čekat', 'nikdo nepočká'],
  ['hodinu. Na každé', 'půl hodiny. Na každé'],
  ['hodinu. Na každé', 'dvacet minut. Na každé'],
  ['občanky', 'občanky ani pasu'],
  ['tlumočník', 'zaškolený tlumočník'],
  ['znakového jazyka', 'znakového jazyka na objednání'],
  ['rampa', 'rampa a výtah'],
  ['rampa', 'rampa se zábradlím'],
  ['na internetu', 'na webu kraje'],
  ['v každé obci', 'v každé obci a na poště'],
  ['v každé obci', 've všech obcích'],
  ['měsíce', 'dvou týdnů'],
  ['měsíce', 'třiceti dnů'],
  ['písemně', 'písemně i po telefonu'],
  [' a odpovíme písemně', ''],
  ['zdarma', 'vždycky zdarma'],
  ['první půlhodinu', 'první hodinu'],
  ['před úřadem', 'před úřadem i za ním'],
  ['Parkování', 'Stání'],
  ['Stížnosti', 'Všechny stížnosti'],
  ['Stížnosti', 'Podněty i stížnosti'],
];
