import type { DemoStory } from './demo-script.js';

/** A consultation that is over and settled: everything has an answer. */
export const storyNadrazi: DemoStory = {
  programme: 'nadrazi2026',
  comments: [
    {
      point: 'namesti',
      section: 1,
      by: 'helena',
      daysBefore: 40,
      time: '09:20',
      text: 'Stín ano, ale prosím i nějaké stromy, které na jaře voní. Lípy by sem patřily.',
      replies: [
        {
          by: 'tomas.havlik',
          daysBefore: 36,
          time: '10:00',
          text: 'Mezi 34 stromy bude dvanáct lip, dál javory a jerlíny, které snesou sůl a sucho.',
        },
      ],
    },
    {
      point: 'namesti',
      section: 2,
      by: 'radek',
      daysBefore: 33,
      time: '18:45',
      text: 'Dvanáct míst na zastavení je málo, v pátek odpoledne jich tam čeká třicet.',
      replies: [
        {
          by: 'tomas.havlik',
          daysBefore: 30,
          time: '08:30',
          text: 'Počítali jsme to tři pátky: současně stojí nejvýš jedenáct aut, ostatní tam parkují. Pro ně je dům za tratí.',
        },
        {
          by: 'radek',
          daysBefore: 30,
          time: '19:10',
          text: 'Tak jo, když bude ten dům opravdu dřív.',
          settledBy: 'tomas.havlik',
        },
      ],
    },
    {
      point: 'namesti',
      section: 3,
      by: 'thu',
      daysBefore: 25,
      time: '11:11',
      text: 'Záchody zdarma jsou skvělé. Bude tam i přebalovací pult, nejen na dámských?',
      replies: [
        {
          by: 'tomas.havlik',
          daysBefore: 22,
          time: '09:45',
          text: 'Ano, v samostatné kabině přístupné všem.',
        },
      ],
    },
    {
      point: 'nabrezi',
      section: 1,
      by: 'petr',
      daysBefore: 28,
      time: '20:20',
      text: 'Lávka bez výtahu je dobré řešení, podchod bych zasypal.',
      settledBy: 'marketa.vondrova',
    },
    {
      point: 'nabrezi',
      section: 2,
      by: 'eliska',
      daysBefore: 20,
      time: '22:05',
      text: 'Nízké lampy mi přijdou hezké, ale jako holka se tam večer chci cítit bezpečně. Keře do metru jsou dobře.',
      replies: [
        {
          by: 'marketa.vondrova',
          daysBefore: 18,
          time: '08:15',
          text: 'Světlo jsme zkoušeli za tmy s lidmi, kteří tudy chodí. Výsledek je v příloze studie a budete-li chtít, projdeme to s vámi.',
        },
      ],
    },
  ],
  suggestions: [
    {
      point: 'namesti',
      section: 3,
      by: 'lucie',
      daysBefore: 26,
      time: '12:40',
      replace: [
        [
          'Čekárna bude otevřená do posledního vlaku.',
          'Čekárna bude otevřená od prvního do posledního vlaku a v zimě vytápěná.',
        ],
      ],
      reason: 'První vlak jede ve 4:20 a v lednu se před zamčenou čekárnou mrzne.',
      decision: {
        by: 'tomas.havlik',
        accepted: true,
        daysBefore: 12,
        time: '10:20',
        statement: 'Přijato. Nádraží s tím souhlasí, klíče bude mít dispečer.',
      },
    },
    {
      point: 'nabrezi',
      section: 1,
      by: 'bohumil',
      daysBefore: 24,
      time: '17:00',
      replace: [['Výtah ani eskalátor nepotřebuje, a tak se nemá co rozbít.', 'Přidáme k ní eskalátor.']],
      reason: 'Starší lidé na lávku nevyjdou.',
      decision: {
        by: 'marketa.vondrova',
        accepted: false,
        daysBefore: 10,
        time: '09:30',
        statement:
          'Sklon je čtyři procenta, to se zvládne i s chodítkem. Eskalátor venku by byl polovinu roku mimo provoz, proto ho nepřijímáme.',
      },
    },
  ],
  edits: [],
  votes: [
    { point: 'namesti', section: 1, votes: '-aaaaaaaaaa-a-aa' },
    { point: 'namesti', section: 2, votes: '-aad-adua-dauuaa' },
    { point: 'namesti', section: 3, votes: '-aaaaaaa-aaaaua-' },
    { point: 'nabrezi', section: 1, votes: '-auaaua-aa-aada-' },
    { point: 'nabrezi', section: 2, votes: '--aua-duaa-uauaa' },
  ],
};
