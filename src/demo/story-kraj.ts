import type { DemoComment, DemoEdit, DemoStory, DemoSuggestion } from './demo-script.js';

const digitalisation: DemoComment[] = [
  {
    point: 'digitalizace',
    section: 1,
    by: 'mila',
    daysBefore: 18,
    time: '17:12',
    text: 'Mobilní aplikace je hezká věc, ale já mám tlačítkový telefon a na úřad chodím ráda. **Zůstane i přepážka?** Aby to nedopadlo jako v bance, kde už člověka nepotkáte.',
    replies: [
      {
        by: 'jiri.jaros',
        daysBefore: 17,
        time: '08:40',
        text: 'Dobrý den, přepážky zůstanou. Digitální cesta má frontu zkrátit, ne nahradit. Úředník bude moct totéž podání vyřídit za vás na počkání.',
      },
      {
        by: 'mila',
        daysBefore: 17,
        time: '18:02',
        text: 'Děkuji, to jsem chtěla slyšet. Napište to prosím i do toho textu.',
        settledBy: 'jiri.jaros',
      },
    ],
  },
  {
    point: 'digitalizace',
    section: 1,
    by: 'vojta',
    daysBefore: 15,
    time: '20:31',
    text: 'Co přesně znamená „zbytečná byrokracie“? Bez seznamu konkrétních formulářů je to jen heslo. Navrhuju slíbit číslo, třeba o třetinu méně příloh u krajských dotací.',
    replies: [
      {
        by: 'jiri.jaros',
        daysBefore: 13,
        time: '09:15',
        text: 'To je fér. Seznam dvaceti nejčastějších podání a toho, co u nich kraj už ví a nemusí se ptát, chceme zveřejnit do konce ledna.',
      },
    ],
  },
  {
    point: 'digitalizace',
    section: 1,
    by: 'helena',
    daysBefore: 4,
    time: '19:20',
    text: 'Souhlasím s cílem. Pohlídejte ale, ať aplikace funguje i se čtečkou obrazovky, manžel je nevidomý a ze tří úředních aplikací mu jde jedna.',
  },
  {
    point: 'digitalizace',
    section: 2,
    by: 'radek',
    daysBefore: 16,
    time: '06:48',
    text: 'Wifi v autobuse je k ničemu, když v údolí není signál. Nejdřív pokrytí, potom hotspoty.',
    replies: [
      {
        by: 'strojvedouci',
        daysBefore: 16,
        time: '12:05',
        text: 'Na trati do Suchdola to samé, deset minut mrtvo. A přitom tam stožár stojí, jen na něm nic nevisí.',
        settledBy: 'jiri.jaros',
      },
      {
        by: 'jiri.jaros',
        daysBefore: 14,
        time: '10:30',
        text: 'Máte oba pravdu. Místa bez signálu máme zmapovaná a s operátory jednáme o sdílení krajských stožárů. Doplním to do příští verze textu.',
      },
    ],
  },
  {
    point: 'digitalizace',
    section: 2,
    by: 'bohumil',
    daysBefore: 9,
    time: '21:55',
    text: 'Kolik to bude stát a kdo to zaplatí? V celém odstavci není jediné číslo.',
  },
  {
    point: 'digitalizace',
    section: 2,
    by: 'eliska',
    daysBefore: 2,
    time: '15:10',
    text: 'Nabíječky na zastávkách jsou super, jen bych prosila normální USB‑C a ne ty rozbité kabely, co visí ve vlaku.',
  },
  {
    point: 'digitalizace',
    section: 3,
    by: 'starosta',
    daysBefore: 12,
    time: '13:22',
    text: [
      'Jsem starosta obce se 340 obyvateli. Chytré osvětlení nás zajímá, ale minulá výzva měla minimum 200 svítidel a my jich máme 61.',
      'Pokud to má pomoct i malým, potřebujeme buď společnou žádost více obcí, nebo nižší hranici. A prosím i na údržbu, ne jen na výstavbu.',
    ].join('\n\n'),
    replies: [
      {
        by: 'jiri.jaros',
        daysBefore: 11,
        time: '08:05',
        text: 'Děkuji, tohle je přesně ten druh zkušenosti, který potřebujeme. Společná žádost mikroregionu bude možná a hranici zrušíme.',
      },
    ],
  },
  {
    point: 'digitalizace',
    section: 3,
    by: 'radek',
    daysBefore: 8,
    time: '22:41',
    text: 'Ty seš normální blázen, takovejm jako ty by měli vzít klávesnici a zavřít je. Vypadni z kraje!',
    hidden: {
      by: 'jiri.jaros',
      daysBefore: 7,
      time: '07:30',
      ground: 'insult',
      facts:
        'Příspěvek uráží konkrétního člověka a vyzývá, aby byl zavřen. K chytrému osvětlení ani k jinému záměru této části nic neříká.',
    },
  },
  {
    point: 'digitalizace',
    section: 4,
    by: 'vojta',
    daysBefore: 13,
    time: '23:04',
    text: 'Jedno úložiště pro všechny obce = jedno místo, kde to může spadnout. Kde bude druhá kopie a jak často se zkouší obnova? Ransomware v nemocnici v Benešově všichni pamatujeme.',
  },
  {
    point: 'digitalizace',
    section: 5,
    by: 'lucie',
    daysBefore: 10,
    time: '11:18',
    text: 'Zveřejňování faktur podporuju. Prosím ale ve strojově čitelné podobě a pod otevřenou licencí, ne jako naskenované PDF.',
    replies: [
      {
        by: 'jiri.jaros',
        daysBefore: 9,
        time: '09:00',
        text: 'Ano, CSV i API pod licencí CC BY. Skeny budou jen jako příloha.',
      },
    ],
  },
  {
    point: 'digitalizace',
    section: 5,
    by: 'jana',
    daysBefore: 5,
    time: '18:45',
    text: 'Bude v datech o dopravě i zpoždění autobusů? S tím by se dalo konečně něco dělat.',
  },
  {
    point: 'digitalizace',
    section: 7,
    by: 'thu',
    daysBefore: 3,
    time: '09:52',
    text: 'Prosím i angličtinu a vietnamštinu, aspoň u základních formulářů. Moje maminka tu podniká dvacet let a s dotací jí vždycky pomáhám já.',
  },
];

const transport: DemoComment[] = [
  {
    point: 'doprava',
    section: 1,
    by: 'alena',
    daysBefore: 19,
    time: '06:15',
    text: 'Poslední autobus z Kopřivnice do Lichnova jede v 18:40. Kdo dělá odpolední, má smůlu. Hodinový takt do desíti by nám změnil život.',
    replies: [
      {
        by: 'marketa.vondrova',
        daysBefore: 18,
        time: '08:20',
        text: 'Přesně kvůli směnám je v textu desátá hodina. Lichnov je mezi prvními čtrnácti obcemi, kde to chceme zavést.',
      },
    ],
  },
  {
    point: 'doprava',
    section: 1,
    by: 'petr',
    daysBefore: 14,
    time: '16:40',
    text: 'Spoj na zavolání máme v Rakousku u tchyně a funguje. Jen to musí jít objednat i odpoledne na večer, ne den předem.',
    settledBy: 'marketa.vondrova',
  },
  {
    point: 'doprava',
    section: 2,
    by: 'strojvedouci',
    daysBefore: 15,
    time: '05:32',
    text: [
      'Čtyřicet let jsem jezdil na lokálkách, tak k těm deseti minutám čekání:',
      '- vlak s deseti minutami zpoždění je skoro každý třetí,\n- řidič autobusu o něm dnes **neví**, protože nevidí polohu vlaku,\n- a když počká, rozhodí si další přestup.',
      'Bez společného dispečinku je to zbožné přání. Napište tam ten dispečink.',
    ].join('\n\n'),
    replies: [
      {
        by: 'marketa.vondrova',
        daysBefore: 14,
        time: '07:45',
        text: 'Děkuju, beru. Podejte to prosím jako návrh znění, ať je u toho vaše jméno.',
      },
    ],
  },
  {
    point: 'doprava',
    section: 3,
    by: 'lucie',
    daysBefore: 11,
    time: '12:30',
    text: 'Čtvrtinová cena pro seniory nad sedmdesát bez ohledu na příjem mi nepřijde spravedlivá. Samoživitelka s minimální mzdou zaplatí plnou?',
    replies: [
      {
        by: 'mila',
        daysBefore: 10,
        time: '08:10',
        text: 'Mně je 74 a jezdím k lékaři třikrát týdně. Ale s tou samoživitelkou máte pravdu.',
      },
    ],
  },
  {
    point: 'doprava',
    section: 4,
    by: 'bohumil',
    daysBefore: 13,
    time: '19:05',
    text: 'Konečně někdo napsal osm let záruky. Silnice na Fulnek měla po třech letech víc záplat než asfaltu.',
    settledBy: 'marketa.vondrova',
  },
  {
    point: 'doprava',
    section: 4,
    by: 'vojta',
    daysBefore: 6,
    time: '20:12',
    text: 'Pořadník oprav musí být veřejný i s váhami, jinak se do něj bude „doplňovat“ podle toho, kdo s kým pije. Kde najdu vzorec?',
  },
  {
    point: 'doprava',
    section: 5,
    by: 'ucitel',
    daysBefore: 17,
    time: '14:50',
    text: 'U naší školy je přechod neosvětlený od roku 2019, dvě děti tam srazili. Termín „do dvou let“ prosím nezměkčovat.',
    replies: [
      {
        by: 'marketa.vondrova',
        daysBefore: 16,
        time: '09:10',
        text: 'Nezměkčíme. Odry jsou na seznamu nejhorších míst a projekt už se kreslí.',
      },
      {
        by: 'ucitel',
        daysBefore: 16,
        time: '15:25',
        text: 'Děkuji. Rád projdu cestu s projektantem a s dětmi.',
        settledBy: 'marketa.vondrova',
      },
    ],
  },
  {
    point: 'doprava',
    section: 6,
    by: 'cyklista',
    daysBefore: 12,
    time: '07:05',
    text: 'Zimní údržba stezek je pro mě nejdůležitější věta celého programu. Letos jsem od prosince do února jezdil po silnici mezi kamiony.',
  },
  {
    point: 'doprava',
    section: 6,
    by: 'bohumil',
    daysBefore: 7,
    time: '17:33',
    text: 'Nesouhlasím. Dokud nejsou opravené mosty, ať se cyklostezky nechají na potom.',
  },
];

const health: DemoComment[] = [
  {
    point: 'zdravotnictvi',
    section: 2,
    by: 'starosta',
    daysBefore: 16,
    time: '10:02',
    text: 'Milion a půl je hezký, ale mladá lékařka se nás ptala na školku a na práci pro manžela. Nešlo by z příspěvku zaplatit i byt?',
    replies: [
      {
        by: 'alena.sikorova',
        daysBefore: 15,
        time: '18:20',
        text: 'Šlo. Příspěvek není vázaný na vybavení ordinace, dá se použít i na bydlení. Doplníme to do pravidel, aby o tom nebyl spor.',
      },
    ],
  },
  {
    point: 'zdravotnictvi',
    section: 3,
    by: 'sestra',
    daysBefore: 12,
    time: '22:14',
    text: 'Pohotovost do desíti znamená další službu pro lidi, kteří už slouží devět nocí měsíčně. Kde je vezmete? Bez peněz na personál zůstane na dveřích cedule „dnes zavřeno“.',
    replies: [
      {
        by: 'alena.sikorova',
        daysBefore: 10,
        time: '19:45',
        text: 'Rozumím. Počítáme s příplatkem 700 Kč na hodinu a se zapojením praktiků, kteří dnes pohotovost neslouží. Pokud se služby nenaplní dobrovolně, do desíti otevřít nejde a řekneme to.',
      },
    ],
  },
  {
    point: 'zdravotnictvi',
    section: 5,
    by: 'helena',
    daysBefore: 9,
    time: '20:05',
    text: 'O maminku se starám šest let. Odlehčovací službu jsem za tu dobu dostala jednou, na čtyři dny. Jednadvacet dnů by pro mě znamenalo, že si poprvé odpočinu.',
  },
  {
    point: 'zdravotnictvi',
    section: 6,
    by: 'ucitel',
    daysBefore: 8,
    time: '16:18',
    text: 'Poloviční úvazek psychologa na školu se 600 žáky je málo, ale i to je proti dnešku nebe a dudy. Prosím také základní školy, na střední už je často pozdě.',
  },
  {
    point: 'zdravotnictvi',
    section: 6,
    by: 'eliska',
    daysBefore: 1,
    time: '21:30',
    text: 'Je mi 17 a na první rozhovor jsem čekala pět měsíců. Čtrnáct dnů by bylo super.',
  },
];

const environment: DemoComment[] = [
  {
    point: 'zivotni-prostredi',
    section: 1,
    by: 'petr',
    daysBefore: 11,
    time: '07:58',
    text: 'Tůně ano. Jen prosím ne bagrem uprostřed jara, loni u nás takhle zničili tah obojživelníků.',
    replies: [
      {
        by: 'tomas.havlik',
        daysBefore: 10,
        time: '11:40',
        text: 'Správná připomínka, práce v mokřadech budou jen od září do února.',
      },
    ],
  },
  {
    point: 'zivotni-prostredi',
    section: 2,
    by: 'cyklista',
    daysBefore: 6,
    time: '06:55',
    text: 'Šest týdnů předem je dobře, jen ať to nevisí někde na úřední desce v PDF. Mapa s odběrem na e-mail by stačila.',
  },
  {
    point: 'zivotni-prostredi',
    section: 3,
    by: 'mila',
    daysBefore: 13,
    time: '09:33',
    text: 'S tím poradcem jste mě potěšili. Soused si o kotel nepožádal jen proto, že těm papírům nerozuměl.',
    settledBy: 'tomas.havlik',
  },
  {
    point: 'zivotni-prostredi',
    section: 5,
    by: 'thu',
    daysBefore: 4,
    time: '12:12',
    text: 'Vratné obaly podporuji, v bistru je používáme. Pomohlo by společné mytí, malé provozovny na to nemají místo.',
  },
];

const suggestions: DemoSuggestion[] = [
  {
    point: 'digitalizace',
    section: 2,
    by: 'alena',
    daysBefore: 13,
    time: '19:40',
    replace: [
      [
        'Podpoříme také chytré zastávky, které budou pokryty wifi signálem',
        'Podpoříme také chytré zastávky s tabulemi, které odjezdy i přečtou nahlas, pokryté wifi signálem',
      ],
    ],
    reason:
      'Nevidomý si displej nepřečte a telefon v dešti nevytáhne nikdo. Hlásič stojí zlomek ceny celé zastávky.',
    decision: {
      by: 'jiri.jaros',
      accepted: true,
      daysBefore: 10,
      time: '08:30',
      statement: 'Máte pravdu, dávám do textu. Děkuji.',
    },
  },
  {
    point: 'digitalizace',
    section: 5,
    by: 'vojta',
    credited: true,
    daysBefore: 12,
    time: '22:20',
    replace: [
      [
        'Zveřejníme rozpočet s možností prohlédnutí zakázek až na jednotlivé faktury v rámci systému CityVizor.',
        'Rozpočet i zakázky až po jednotlivé faktury zveřejníme do třiceti dnů, strojově čitelně a pod otevřenou licencí.',
      ],
    ],
    reason:
      'Jméno jednoho programu do programu nepatří, za čtyři roky může být mrtvý. Důležité je, co a do kdy.',
    decision: {
      by: 'jiri.jaros',
      accepted: true,
      daysBefore: 8,
      time: '10:10',
      statement: 'Souhlasím, závazek má přežít konkrétní software.',
    },
  },
  {
    point: 'digitalizace',
    section: 1,
    by: 'bohumil',
    daysBefore: 11,
    time: '20:50',
    replace: [
      [
        'Chceme tak zřídit možnost participovat či informovat se za pomocí mobilní aplikace.',
        'Všechna podání budou povinně jen elektronická.',
      ],
    ],
    reason: 'Papír stojí peníze všechny, tak ať se zruší.',
    decision: {
      by: 'jiri.jaros',
      accepted: false,
      daysBefore: 9,
      time: '08:55',
      statement:
        'Povinnou elektronickou cestu odmítám: část lidí by na úřad neměla jak. Papír chceme zbytečným udělat, ne zakázat.',
    },
  },
  {
    point: 'digitalizace',
    section: 1,
    by: 'mila',
    daysBefore: 6,
    time: '17:05',
    replace: [
      [
        'Umožníme v co největší míře komunikaci občana s úřadem digitální formou.',
        'Umožníme v co největší míře komunikaci občana s úřadem digitální formou; přepážka zůstane a úředník na ní vyřídí totéž.',
      ],
    ],
    reason: 'Pan garant mi to slíbil v komentáři, tak ať je to i v programu.',
    voices: 'sss-sss--ssssos-',
    thread: [
      {
        by: 'vojta',
        daysBefore: 5,
        time: '21:40',
        text: 'Jsem pro, jen bych nepsal „totéž“. Přepážka bude vždycky pomalejší, stačí slíbit, že vyřídí všechno.',
        answer: {
          by: 'jiri.jaros',
          daysBefore: 4,
          time: '09:05',
          text: 'Dobrá poznámka, při rozhodování na ni budu myslet. Jde nám o to, aby nikdo neodešel s nepořízenou.',
        },
      },
      {
        by: 'mila',
        daysBefore: 3,
        time: '18:20',
        text: 'Děkuji za podporu, nečekala jsem, že nás bude tolik.',
      },
    ],
  },
  {
    point: 'digitalizace',
    section: 4,
    by: 'radek',
    daysBefore: 3,
    time: '21:15',
    replace: [
      [
        'Všechna data musí být v bezpečí uložena.',
        'Všechna data musí být v bezpečí uložena na dvou místech a obnova ze zálohy se jednou za čtvrt roku vyzkouší.',
      ],
    ],
    reason: 'Záloha, kterou nikdo nezkusil obnovit, není záloha.',
    voices: '-ssso--s-s--s-ss',
  },
  {
    point: 'digitalizace',
    section: 4,
    by: 'eliska',
    daysBefore: 2,
    time: '20:30',
    replace: [
      [
        'Všechna data musí být v bezpečí uložena.',
        'Všechna data musí být v bezpečí uložena jen na serverech v České republice.',
      ],
    ],
    reason: 'Data obcí nemají co dělat v cloudu na druhém konci světa.',
    voices: 's--os-o-ss-o---s',
  },
  {
    point: 'digitalizace',
    section: 7,
    by: 'helena',
    daysBefore: 11,
    time: '18:15',
    replace: [
      [
        'Vytvoříme portál pro dotační výzvy a projekty, který nabídneme všem obcím v kraji.',
        'Vytvoříme portál pro dotační výzvy a projekty, který půjde ovládat i se čtečkou obrazovky a který do půl roku nabídneme všem obcím v kraji.',
      ],
    ],
    reason: 'Přístupnost se dodatečně dodělává draho. A bez termínu je to jen přání.',
    voices: 'ss-sss--s-sss-s-',
    decision: {
      by: 'jiri.jaros',
      accepted: true,
      daysBefore: 8,
      time: '14:40',
      statement:
        'Přístupnost beru celou. Půl roku ale při veřejné zakázce slíbit neumím, proto píšu termín, který dodržíme.',
      changed: [['do půl roku nabídneme', 'do konce druhého roku nabídneme']],
    },
    stance: { daysBefore: 7, time: '20:10', value: 'distances' },
  },
  {
    point: 'digitalizace',
    section: 6,
    by: 'petr',
    daysBefore: 9,
    time: '16:35',
    replace: [['Víme, že začátky jsou velmi krušné.', 'Víme, že první dva roky firmy bývají nejtěžší.']],
    reason: '„Krušné začátky“ zní jako z čítanky. Řekněme přesně, o jaké období jde.',
    voices: '----o--s-s------',
  },
  {
    point: 'digitalizace',
    section: 6,
    by: 'lucie',
    daysBefore: 8,
    time: '19:55',
    replace: [
      [
        'Podpoříme také začínající inovativní firmy či projekty',
        'Podpoříme také začínající inovativní firmy, spolky či projekty',
      ],
    ],
    reason: 'Nejlepší aplikace pro naše město napsali dobrovolníci ze spolku, a na dotaci nedosáhli.',
    voices: 'ss-s--s-ss--s-s-',
  },
  {
    point: 'digitalizace',
    section: 6,
    by: 'thu',
    daysBefore: 7,
    time: '11:25',
    replace: [
      [
        'Víme, že začátky jsou velmi krušné.',
        'Víme, že začátky podnikání jsou těžké a každý krok navíc odrazuje.',
      ],
    ],
    reason: 'Není jasné, o jakých začátcích je řeč, a slovo krušné moji rodiče neznají.',
    voices: 's--ss----s------',
  },
  {
    point: 'digitalizace',
    section: 7,
    by: 'jana',
    daysBefore: 2,
    time: '19:00',
    add: {
      heading: 'Pomoc tomu, kdo si s počítačem neví rady',
      body: 'V každé knihovně, která se přihlásí, zaplatíme člověka, který jedno odpoledne v týdnu pomůže s elektronickým podáním. Proškolíme ho my.',
    },
    reason: 'Digitalizace bez lidí, kteří s ní pomůžou, nechá stranou právě ty, pro které má být.',
  },
  {
    point: 'doprava',
    section: 2,
    by: 'strojvedouci',
    daysBefore: 12,
    time: '05:50',
    replace: [
      [
        'Na přestupních uzlech počká poslední večerní autobus na opožděný vlak aspoň deset minut.',
        'Zřídíme společný dispečink vlaků a autobusů. Na přestupních uzlech počká poslední večerní autobus na opožděný vlak aspoň patnáct minut.',
      ],
    ],
    reason: 'Řidič dnes neví, kde vlak je. Bez dispečinku se čekání slíbit nedá.',
    decision: {
      by: 'marketa.vondrova',
      accepted: true,
      daysBefore: 9,
      time: '13:20',
      statement: 'Dispečink je správná podmínka a patnáct minut zvládneme. Díky za zkušenost z kabiny.',
    },
  },
  {
    point: 'doprava',
    section: 6,
    by: 'cyklista',
    daysBefore: 5,
    time: '06:40',
    replace: [
      [
        'Stezky budeme v zimě udržovat stejně jako silnice druhé třídy.',
        'Stezky budeme v zimě udržovat stejně jako silnice druhé třídy a do sedmi hodin ráno budou sjízdné.',
      ],
    ],
    reason: 'Kdo jede do práce na šestou nebo na sedmou, potřebuje vědět, jestli projede.',
    voices: '-sso-s--ss-s--s-',
    considered: { by: 'marketa.vondrova', daysBefore: 3, time: '10:15' },
  },
  {
    point: 'zivotni-prostredi',
    section: 2,
    by: 'helena',
    daysBefore: 9,
    time: '10:25',
    replace: [
      [
        'vysadíme dva nové, pokud možno v témže katastru.',
        'vysadíme tři nové a pět let se o ně budeme starat.',
      ],
    ],
    reason: 'Z deseti vysazených stromků u nás po dvou letech zbyly tři, nikdo je nezalil.',
    decision: {
      by: 'tomas.havlik',
      accepted: false,
      daysBefore: 6,
      time: '15:00',
      statement:
        'O péči máte pravdu a připravujeme k ní samostatnou část. Tři stromy za jeden ale v mnoha katastrech nemáme kam dát a slíbili bychom něco, co nejde splnit.',
    },
  },
];

const edits: readonly DemoEdit[] = [
  {
    point: 'digitalizace',
    section: 6,
    by: 'jiri.jaros',
    daysBefore: 4,
    time: '11:05',
    note: 'Srozumitelněji, podle návrhu paní Nguyen.',
    replace: [
      [
        'Víme, že začátky jsou velmi krušné.',
        'Víme, že začátky podnikání jsou těžké a každý krok navíc odrazuje.',
      ],
    ],
  },
  {
    point: 'digitalizace',
    section: 3,
    by: 'jiri.jaros',
    daysBefore: 17,
    time: '09:10',
    note: 'Chybějící čárka.',
    minor: true,
    replace: [['oběhové hospodářství do kterého', 'oběhové hospodářství, do kterého']],
  },
  {
    point: 'digitalizace',
    section: 3,
    by: 'jiri.jaros',
    daysBefore: 10,
    time: '15:20',
    note: 'Po komentáři starosty malé obce: o podporu osvětlení mohou žádat obce společně a nejmenší počet svítidel neplatí.',
    replace: [
      [
        'Finančně podpoříme výstavbu chytrých veřejných osvětlení v obcích.',
        'Finančně podpoříme výstavbu i údržbu chytrého veřejného osvětlení v obcích; malé obce mohou žádat společně a bez nejmenšího počtu svítidel.',
      ],
    ],
  },
];

/** The open consultation, three weeks old. Votes: in the order of `demoCitizens`. */
export const storyKraj: DemoStory = {
  programme: 'kraj2020',
  comments: [...digitalisation, ...transport, ...health, ...environment],
  suggestions,
  edits,
  votes: [
    { point: 'digitalizace', section: 1, votes: 'aaau-aadaduaa-a-' },
    { point: 'digitalizace', section: 2, votes: '-aauadduadaaauaa' },
    { point: 'digitalizace', section: 3, votes: 'u-auaaduaaa-duau' },
    { point: 'digitalizace', section: 4, votes: '-udua-duduaauduu' },
    { point: 'digitalizace', section: 5, votes: 'aaaaaaaaaaaa-aaa' },
    { point: 'digitalizace', section: 6, votes: '--auuuad-uaau-a-' },
    { point: 'digitalizace', section: 7, votes: 'aua-uaauaaaa--a-' },
    { point: 'doprava', section: 1, votes: '-aaaaaaaaaaaauaa' },
    { point: 'doprava', section: 2, votes: '-aauaa-auaa-aaaa' },
    { point: 'doprava', section: 3, votes: '-auadaaaadaauddu' },
    { point: 'doprava', section: 4, votes: '-aaaaaaauaaaaaa-' },
    { point: 'doprava', section: 5, votes: '-aaaaa-aaaa-aaaa' },
    { point: 'doprava', section: 6, votes: '-audauddaad-udaa' },
    { point: 'zdravotnictvi', section: 2, votes: '-aa-auaauaa-aaa-' },
    { point: 'zdravotnictvi', section: 3, votes: '-auaaadauaaadua-' },
    { point: 'zdravotnictvi', section: 4, votes: '-aadaau-aauaaada' },
    { point: 'zdravotnictvi', section: 5, votes: '-aaaaaaa-aaaaaaa' },
    { point: 'zdravotnictvi', section: 6, votes: '-aauaaaa-aaaaaa-' },
    { point: 'zivotni-prostredi', section: 1, votes: '-aaaaaua-aauaaaa' },
    { point: 'zivotni-prostredi', section: 2, votes: '-aduaudaadauaaa-' },
    { point: 'zivotni-prostredi', section: 3, votes: '--auaaaa-aaa-da-' },
    { point: 'zivotni-prostredi', section: 4, votes: '--aud-uaaad-auaa' },
    { point: 'zivotni-prostredi', section: 5, votes: '-aauaau-aaaaauaa' },
  ],
};
