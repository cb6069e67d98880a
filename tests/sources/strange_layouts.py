# ruff: noqa: E501 - the markup of a page reads better unbroken
"""Fourteen more saved pages about public events in our own words, each with one thing that readers of pages stumble over.

Written before anything was changed for their sake, like those of ``more_layouts``.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Odd(NamedTuple):
    """A page as bytes, and what it must yield."""

    name: str
    page: bytes
    title: str
    day: date
    body: tuple[str, ...]


MINSK = (
    "The leaders of Ukraine, Russia, France and Germany announced a ceasefire for eastern Ukraine on Thursday after sixteen hours of talks in the palace of independence in Minsk.",
    "The truce is to begin at midnight on the night to Sunday. Both sides are then to pull back heavy weapons and leave a zone of at least 50 kilometres between them.",
    "Fighting went on around Debaltseve, a railway junction between Donetsk and Luhansk where several thousand Ukrainian soldiers were almost surrounded.",
    "Angela Merkel said that there was now a glimmer of hope, but that she had no illusions about the work that lay ahead.",
    "More than 5,300 people have been killed since April, according to the United Nations.",
)
KABUL = (
    "Taliban fighters walked into the presidential palace in Kabul on Sunday, hours after President Ashraf Ghani had left the country.",
    "Helicopters lifted diplomats from the embassy of the United States to the airport, where crowds were already pushing onto the runway.",
    "The city of Jalalabad had been handed over without a fight in the morning, which left the capital as the last large city outside the hands of the movement.",
    "A spokesman said that the movement wanted a peaceful transfer of power and that nobody needed to fear for his life.",
)
ALEPPO = (
    "Buses and ambulances carried the first wounded people out of the last streets held by rebels in eastern Aleppo on Thursday afternoon.",
    "The Red Cross said that about a thousand people had left in two convoys towards the countryside west of the city.",
    "An agreement of the day before had failed when shelling began again and the buses turned back empty.",
    "Snipers shot at an ambulance before the first convoy set off, rescuers said; one of them was wounded.",
    "The army said that it would be in control of the whole city once the last convoy had passed Ramouseh.",
)
PRETORIA = (
    "The government of Ethiopia and the leaders of Tigray agreed in Pretoria on Wednesday to lay down their arms, almost two years to the day after the war began.",
    "The agreement was read out by Olusegun Obasanjo, who led the talks for the African Union. It provides for the disarmament of Tigrayan forces and for aid to reach the region.",
    "Eritrea, whose soldiers fought on the side of the government, was not at the table.",
    "Researchers in Ghent have put the number of the dead, most of them of hunger and disease, in the hundreds of thousands.",
)
MARAWI = (
    "President Rodrigo Duterte placed the island of Mindanao under martial law on Tuesday after gunmen of the Maute group took over parts of Marawi.",
    "The fighting broke out when soldiers raided a house in which they believed Isnilon Hapilon, the leader of a faction of Abu Sayyaf, to be.",
    "Black flags were seen on the main street, and a school, a church and the jail were burning in the evening.",
    "Thousands of people fled on foot and in packed vans towards Iligan, 38 kilometres to the north.",
)
GOMA = (
    "Fighters of M23 entered Goma in the early hours of Monday and said that they had taken the city, the largest in the east of the Democratic Republic of the Congo.",
    "Heavy weapons were heard near the airport and close to the border with Rwanda, where shells killed several people in Gisenyi.",
    "Hospitals counted hundreds of wounded. The stores of two aid agencies were looted, and the city was without water and electricity.",
    "Uruguayan peacekeepers took in more than a hundred Congolese soldiers who gave up their weapons.",
)
NICE = (
    "Un camion a foncé dans la foule rassemblée sur la promenade des Anglais à Nice jeudi soir, peu après le feu d’artifice du 14 juillet.",
    "Plus de quatre-vingts personnes ont été tuées et des centaines d’autres blessées, dont de nombreux enfants.",
    "Le conducteur, un homme de 31 ans qui habitait la ville, a été abattu par la police après avoir parcouru près de deux kilomètres.",
    "L’état d’urgence, qui devait prendre fin à la fin du mois, est prolongé de trois mois.",
)
FARC = (
    "Los colombianos rechazaron este domingo por un margen mínimo el acuerdo de paz que el Gobierno y las FARC habían firmado en Cartagena seis días antes.",
    "El no obtuvo el 50,2 por ciento de los votos, con una participación inferior al 38 por ciento y lluvias torrenciales en la costa del Caribe.",
    "En Bojayá, en el Chocó, donde una iglesia fue destruida en 2002, el sí superó el 95 por ciento.",
    "El presidente Juan Manuel Santos aseguró que el cese del fuego bilateral y definitivo seguía vigente.",
)
INVASION_RU = (
    "Россия рано утром в четверг начала вторжение в Украину: ракеты упали в окрестностях Киева, Харькова, Одессы и Днепра, колонны бронетехники пересекли границу с трёх сторон.",
    "Президент Владимир Зеленский ввёл военное положение и призвал жителей сохранять спокойствие.",
    "На аэродроме в Гостомеле, к северо-западу от столицы, высадились десантники; бой за взлётную полосу продолжался весь день.",
    "К вечеру российские военные заняли Чернобыльскую атомную станцию, сообщили в офисе президента Украины.",
)
OLENIVKA_UK = (
    "У ніч на п’ятницю вибух знищив барак у колонії в Оленівці на Донеччині, де тримали військовополонених, оборонців «Азовсталі».",
    "Загинули щонайменше п’ятдесят осіб, іще понад сімдесят дістали поранень.",
    "Київ і Москва звинуватили одне одного; Організація Об’єднаних Націй згодом розпустила свою місію, яку не допустили на місце.",
    "Їхні рідні вимагали, щоб Червоний Хрест відвідав поранених у лікарнях Донецька.",
)
SANAA_AR = (
    "هبطت في مطار صنعاء يوم الجمعة طائرة تابعة للجنة الدولية للصليب الأحمر وعلى متنها أسرى أفرجت عنهم الحكومة اليمنية.",
    "وفي الوقت نفسه وصلت إلى عدن طائرة أخرى تقل أسرى أطلق الحوثيون سراحهم، بينهم وزير الدفاع الأسبق محمود الصبيحي.",
    "ويشمل الاتفاق الذي أبرم في سويسرا في شهر مارس نحو تسعمئة أسير من الجانبين.",
    "وقالت اللجنة إن عملية التبادل ستستمر ثلاثة أيام وتشمل مدن مأرب والمخا والرياض.",
)
MOSUL = (
    "A white flag hung from a window in the old city of Mosul on Sunday as the prime minister, Haider al-Abadi, arrived to congratulate the army.",
    "Soldiers danced in front of the ruins of the Nuri mosque, whose leaning minaret had been blown up eighteen days before.",
    "A woman carried her child over the rubble of the Maydan quarter, where the last fighters held out on a strip along the Tigris.",
    "A man looked for his brother among the dead; nine months of battle had driven almost a million people from their homes.",
)
STEPANAKERT = (
    "Columns of cars stretched from Stepanakert to the Hakari bridge on Monday as the first thousands of Armenians left Nagorno-Karabakh.",
    "Azerbaijan had taken the enclave in an attack of one day the week before, and its fighters had begun to hand over their weapons.",
    "In the evening a store of fuel on the road out of the city exploded while people queued for petrol; more than 200 were injured or missing.",
    "Armenia had prepared hotels and schools in Goris and Kornidzor for those who came.",
)
GAZA = (
    "Israel and Hamas agreed on Wednesday on a ceasefire in the Gaza Strip and the release of hostages, the prime minister of Qatar said in Doha.",
    "In a first phase of six weeks, 33 hostages were to come free in exchange for hundreds of Palestinian prisoners, and Israeli soldiers were to leave the cities.",
    "People cheered in the streets of Khan Younis and Deir al-Balah, although air strikes went on into the night.",
    "The truce was to begin on Sunday at half past eight in the morning.",
)


def _ps(paragraphs: tuple[str, ...]) -> str:
    return "\n".join(f"<p>{one}</p>" for one in paragraphs)


def _metered() -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ceasefire for eastern Ukraine agreed in Minsk - The Standard</title>
<meta property="og:title" content="Ceasefire for eastern Ukraine agreed in Minsk"><meta name="article:published" content="2015-02-12T14:05:00Z"></head><body>
<div class="meter-bar"><span>You have 1 free article left this month.</span> <a>Subscribe for 99p a week</a></div>
<header><a class="logo">The Standard</a><nav><a>UK</a><a>World</a><a>Money</a><a>Puzzles</a></nav></header>
<main><h1>Ceasefire for eastern Ukraine agreed in Minsk</h1><p class="byline">Our correspondents in Minsk and Kyiv</p>
<div id="story"><div class="first">{_ps(MINSK[:1])}</div>
<aside class="offer-inline"><h3>Enjoying this story?</h3><p>Subscribers get every story, every day, and two crosswords. Try it for one month, then £8 a month.</p><button>Start my trial</button></aside>
<div class="rest gradient-mask">{_ps(MINSK[1:])}</div></div>
<div class="wall-modal" role="dialog" aria-modal="true"><h2>Want to read more?</h2><p>Log in or take out a subscription to continue.</p><ul><li>Unlimited articles on the website and in the app</li><li>The digital edition of the paper from six in the morning</li><li>Two tickets to an event of your choice every year</li></ul></div></main>
<footer>© The Standard 2015</footer></body></html>"""


def _consent() -> str:
    purposes = "".join(
        f"<li><button aria-expanded='false'>{name}</button><p>Your data can be used for {name.lower()}, on the basis of consent or legitimate interest, by {count} of our vendors. You can object at any time in the list of vendors below.</p></li>"
        for name, count in (
            ("Storing and accessing information on a device", 703),
            ("Selecting basic advertisements", 611),
            ("Creating a personalised profile", 498),
            ("Measuring the performance of content", 342),
            ("Applying market research to audiences", 288),
            ("Developing and improving products", 530),
        )
    )
    return f"""<!doctype html><html lang="en" class="no-scroll"><head><meta charset="utf-8"><title>Taliban enter the palace in Kabul as president flees</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Taliban enter the palace in Kabul as president flees","datePublished":"2021-08-15T19:30:00+04:30"}}</script></head><body>
<div id="cmp-root" class="cmp" role="dialog"><div class="cmp-body"><h1>We value your privacy</h1><p>With your agreement, we and our 812 partners use cookies and similar technologies to store and read personal data such as your visits to this site.</p>
<p>Some partners do not ask for your agreement and rely on their legitimate interest. You may withdraw your agreement or object at any time by clicking on “Learn more”.</p><ul class="purposes">{purposes}</ul><button>Agree and close</button><button>Continue without agreeing</button></div></div>
<div id="app"><header><a>Morning Courier</a></header><article><h1>Taliban enter the palace in Kabul as president flees</h1>{_ps(KABUL)}</article></div></body></html>"""


def _live() -> str:
    posts = "".join(
        f"<section class='entry'><div class='entry-time'><b>{clock}</b> GMT</div><div class='entry-text'><p>{text}</p></div><div class='entry-tools'><a>Permalink</a> <a>Tweet</a></div></section>"
        for clock, text in zip(("17:40", "16:22", "14:10", "09:05"), ALEPPO[1:], strict=True)
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Aleppo: first convoys leave the east of the city – live</title>
<meta property="og:type" content="article"><meta property="og:title" content="Aleppo: first convoys leave the east of the city"><meta property="article:published_time" content="2016-12-15T08:01:00.000Z"><meta property="article:modified_time" content="2016-12-16T00:12:00.000Z"></head><body>
<div class="masthead"><a>The Harbour Post</a></div><div class="live"><span class="pulse">LIVE</span><h1>Aleppo: first convoys leave the east of the city</h1><p class="summary">{ALEPPO[0]}</p>
<div class="live-controls"><label><input type="checkbox"> Auto-refresh</label><button>Show key posts only</button></div>{posts}
<div class="poll"><h4>Poll of the day</h4><p>Should shops be open on Sundays?</p><label><input type="radio">Yes</label><label><input type="radio">No</label></div></div>
<div class="rail"><h3>Elsewhere today</h3><p><a>Why your kettle furs up and what to do about it</a></p><p><a>Five walks for the shortest day</a></p></div></body></html>"""


def _amp() -> str:
    return f"""<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>Ethiopia and Tigray agree to end two years of war</title><link rel="canonical" href="https://post.example/africa/pretoria">
<script type="application/json" id="amp-access">{{"authorization":"https://post.example/auth"}}</script><script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","mainEntityOfPage":"https://post.example/africa/pretoria","headline":"Ethiopia and Tigray agree to end two years of war","datePublished":"2022-11-02T18:00:00Z","dateModified":"2022-11-05T10:00:00Z","isAccessibleForFree":"False"}}</script></head><body>
<amp-analytics></amp-analytics><header class="h"><button on="tap:s.toggle">☰</button><span>Post</span></header><article><h1>Ethiopia and Tigray agree to end two years of war</h1><ul class="meta"><li>Published 2 November 2022</li><li>4 min read</li></ul>
<amp-social-share type="twitter"></amp-social-share>{_ps(PRETORIA[:2])}<amp-embed type="taboola"><div placeholder>Around the web</div></amp-embed>
<section amp-access="NOT subscriber" amp-access-hide><p>This is for subscribers. Log in or subscribe.</p></section><div amp-access="subscriber">{_ps(PRETORIA[2:])}</div></article>
<amp-accordion><section><h2>About this site</h2><p>The Post has told the news since 1911.</p></section></amp-accordion></body></html>"""


def _print_view() -> str:
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>PrintArticle</title></head><body style="font-family:serif">
<small>http://www.islandtimes.example/story.aspx?id=55012&print=1</small><hr><center><b>THE ISLAND TIMES</b></center><br><font size="5">Martial law on Mindanao after gunmen take streets of Marawi</font><br><i>May 23, 2017</i><br><br>
{"<br><br>".join(MARAWI)}<br><br><hr><small>© 2017 The Island Times. All rights reserved. Page 1 of 1</small></body></html>"""


def _graph_date() -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>M23 says it holds Goma | Lakes Today</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"Organization","name":"Lakes Today","foundingDate":"1998-04-01"}},{{"@type":"WebPage","dateModified":"2025-06-30T08:00:00+00:00"}},{{"@type":["NewsArticle","Article"],"headline":"M23 says it holds Goma","datePublished":"2025-01-27T06:45:00+00:00","author":[{{"@type":"Person","name":"Ruth Amani"}}]}}]}}</script></head>
<body><header>Lakes Today</header><div class="wrap"><h1>M23 says it holds Goma</h1><div class="content-body">{_ps(GOMA)}</div><div class="next-up"><span>Up next</span><a>Ferry timetable changes from 1 July 2025</a></div></div></body></html>"""


def _time_tag() -> str:
    return f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Nice : un camion fonce dans la foule le soir du 14 juillet - La Dépêche du Port</title></head><body>
<header><nav><a>Accueil</a><a>Politique</a><a>Monde</a><a>Sports</a></nav></header><main><article><h1>Nice : un camion fonce dans la foule le soir du 14 juillet</h1>
<p class="signature">Par la rédaction</p><time pubdate datetime="2016-07-15T07:12">vendredi 15 juillet 2016 à 7 h 12</time>{_ps(NICE[:2])}<p class="lire"><strong>Lire aussi :</strong> <a>Les plages rouvrent ce week-end</a></p>{_ps(NICE[2:])}
<p>Cet article est réservé aux abonnés. Abonnez-vous pour 1 € le premier mois.</p></article><aside><h2>Les plus lus</h2><ol><li>Météo : retour de la chaleur</li><li>Tour de France : l’étape du jour</li></ol></aside></main><footer>Mentions légales – Données personnelles</footer></body></html>"""


def _url_date() -> str:
    return f"""<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Colombia dice no al acuerdo de paz | El Faro del Norte</title><link rel="canonical" href="https://elfaro.example/internacional/2016/10/02/colombia-dice-no.html"><meta property="og:site_name" content="El Faro del Norte"></head><body>
<div id="cabecera"><ul><li>Portada</li><li>Internacional</li><li>Opinión</li><li>Deportes</li></ul></div><div id="noticia"><h1>Colombia dice no al acuerdo de paz</h1><h2 class="entradilla">El plebiscito se decide por menos de sesenta mil votos</h2>
<div class="compartir">Compartir en Facebook Compartir en Twitter</div>{_ps(FARC)}<div class="archivado"><b>Archivado en:</b> <a>Colombia</a> <a>FARC</a> <a>Proceso de paz</a></div></div>
<div id="pie"><p>© El Faro del Norte. Todos los derechos reservados.</p><p>Suscríbete a nuestro boletín</p></div></body></html>"""


def _cp1251() -> bytes:
    return f"""<html><head><meta http-equiv="content-type" content="text/html; charset=windows-1251"><title>Россия начала вторжение в Украину // Хроника дня</title></head><body>
<table width="100%"><tr><td><a href="/">Главная</a> | <a href="/news">Новости</a> | <a href="/archive">Архив</a></td></tr></table>
<div class="news"><h1>Россия начала вторжение в Украину</h1><span class="date">24 февраля 2022, 21:40</span>{_ps(INVASION_RU)}
<p>Если вы заметили ошибку, выделите её и нажмите Ctrl+Enter.</p></div><div class="banner">Купить билеты в театр</div><div>Все права защищены</div></body></html>""".encode(
        "cp1251"
    )


def _cp1251_undeclared() -> bytes:
    return f"""<html><head><title>Вибух в Оленівці: загинули полонені</title><meta name="pubdate" content="20220729"></head><body><div id="menu">Новини Політика Світ Спорт</div>
<div class="post"><h1>Вибух в Оленівці: загинули полонені</h1>{_ps(OLENIVKA_UK)}</div><div id="f">Усі права захищено</div></body></html>""".encode(
        "cp1251"
    )


def _cp1256() -> bytes:
    return f"""<html dir="rtl" lang="ar"><head><meta charset="windows-1256"><title>تبادل أسرى بين صنعاء وعدن - جريدة المرفأ</title><meta property="article:published_time" content="2023-04-14T12:00:00+03:00"></head><body>
<ul class="menu"><li>الرئيسية</li><li>اليمن</li><li>العالم</li><li>رياضة</li></ul><div class="content"><h1>تبادل أسرى بين صنعاء وعدن</h1><div class="info">الجمعة ١٤ أبريل ٢٠٢٣</div>{_ps(SANAA_AR)}<p>اقرأ أيضا: مواعيد الرحلات في شهر رمضان</p></div>
<div class="bottom">جميع الحقوق محفوظة</div></body></html>""".encode("cp1256", "xmlcharrefreplace")


def _gallery() -> str:
    slides = "".join(
        f"<figure class='slide' id='s{n}'><img src='{n}.jpg' alt=''><figcaption><p>{text}</p><span class='credit'>Photo: A. Photographer/Agency</span></figcaption><div class='count'>{n} / {len(MOSUL)}</div></figure>"
        for n, text in enumerate(MOSUL, start=1)
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>In pictures: the last day of the battle for Mosul | Wide Angle</title><meta property="og:title" content="In pictures: the last day of the battle for Mosul"><meta property="article:published_time" content="2017-07-10"></head><body>
<nav><a>Photos</a><a>Film</a><a>Books</a></nav><main><h1>In pictures: the last day of the battle for Mosul</h1><div class="gallery">{slides}</div><div class="gallery-nav"><button>Previous</button><button>Next</button><button>Full screen</button></div>
<section class="more-galleries"><h2>More galleries</h2><ul><li><a>Snow in the Sahara</a></li><li><a>The night train</a></li></ul></section></main></body></html>"""


def _comments() -> str:
    said = (
        "I have followed this conflict since the nineties and I must say that nobody in the capitals of Europe wanted to hear of it until the pictures came, and even now people look away after a day.",
        "With respect, the bridge was closed for months before. Anyone who wanted to know could have known. My neighbour collects blankets for those who come over the border, write to me if you can help.",
        "The map in this article is wrong, the road does not go through the valley but over the pass, I drove it in 2011 with my cousin and a very old car.",
        "First they take the road and then they take the town. It was like that with us as well. Does anyone remember what was promised after the last war? I do.",
        "Moderators, please remove the insults above. One can disagree about borders without calling people names, and the people in those cars have nothing to do with it.",
        "Here is what will happen next: a conference, a photograph, and a fund that nobody pays into. Mark my words and come back in a year.",
    )
    thread = "".join(
        f"<li class='c'><div class='who'>user{n} <span>{n} days ago</span></div><div class='what'><p>{one}</p></div><a>Reply</a> <a>Report</a></li>"
        for n, one in enumerate(said * 3, start=1)
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Thousands leave Nagorno-Karabakh for Armenia - Review of the Caucasus</title><meta name="dc.date.issued" content="2023-09-25"></head><body>
<header><h2>Review of the Caucasus</h2></header><div class="story"><h1>Thousands leave Nagorno-Karabakh for Armenia</h1>{_ps(STEPANAKERT)}</div>
<div class="discussion"><h3>18 comments</h3><ul class="thread">{thread}</ul><form><textarea placeholder="Say something"></textarea></form></div></body></html>"""


def _scroll() -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Israel and Hamas agree on a ceasefire in Gaza | Daily Ledger</title><meta property="og:title" content="Israel and Hamas agree on a ceasefire in Gaza"><meta property="article:published_time" content="2025-01-15T20:10:00Z"><link rel="canonical" href="https://ledger.example/gaza-ceasefire"></head><body>
<header>Daily Ledger</header><div class="feed"><article data-url="/gaza-ceasefire"><h1>Israel and Hamas agree on a ceasefire in Gaza</h1><time datetime="2025-01-15T20:10:00Z">15 January 2025</time>{_ps(GAZA)}</article>
<div class="sep">Next article</div><article data-url="/harbour" class="loaded-by-scroll"><h1>Harbour city counts the cost of a week of storms</h1><time datetime="2025-01-14T09:00:00Z">14 January 2025</time><p>The sea wall at the old harbour gave way in three places over the weekend, and the fish market will stay shut until the end of the month.</p><p>The council puts the damage at eleven million, of which the insurers have said that they will pay less than half.</p><p>“We have had storms before, but never four in one week,” said the harbour master, whose office lost its roof on Saturday night.</p></article></div></body></html>"""


PAGES = (
    Odd(
        "meter and wall", _metered().encode(), "Ceasefire for eastern Ukraine agreed in Minsk", date(2015, 2, 12), MINSK
    ),
    Odd(
        "consent wall",
        _consent().encode(),
        "Taliban enter the palace in Kabul as president flees",
        date(2021, 8, 15),
        KABUL,
    ),
    Odd("live blog", _live().encode(), "Aleppo: first convoys leave the east of the city", date(2016, 12, 15), ALEPPO),
    Odd(
        "AMP with access",
        _amp().encode(),
        "Ethiopia and Tigray agree to end two years of war",
        date(2022, 11, 2),
        PRETORIA,
    ),
    Odd(
        "print view",
        _print_view().encode(),
        "Martial law on Mindanao after gunmen take streets of Marawi",
        date(2017, 5, 23),
        MARAWI,
    ),
    Odd("day in a graph", _graph_date().encode(), "M23 says it holds Goma", date(2025, 1, 27), GOMA),
    Odd(
        "day in a time tag",
        _time_tag().encode(),
        "Nice : un camion fonce dans la foule le soir du 14 juillet",
        date(2016, 7, 15),
        NICE,
    ),
    Odd("day in the address", _url_date().encode(), "Colombia dice no al acuerdo de paz", date(2016, 10, 2), FARC),
    Odd("windows-1251", _cp1251(), "Россия начала вторжение в Украину", date(2022, 2, 24), INVASION_RU),
    Odd(
        "windows-1251 undeclared",
        _cp1251_undeclared(),
        "Вибух в Оленівці: загинули полонені",
        date(2022, 7, 29),
        OLENIVKA_UK,
    ),
    Odd("windows-1256", _cp1256(), "تبادل أسرى بين صنعاء وعدن", date(2023, 4, 14), SANAA_AR),
    Odd("gallery", _gallery().encode(), "In pictures: the last day of the battle for Mosul", date(2017, 7, 10), MOSUL),
    Odd(
        "long comments",
        _comments().encode(),
        "Thousands leave Nagorno-Karabakh for Armenia",
        date(2023, 9, 25),
        STEPANAKERT,
    ),
    Odd(
        "a second article", _scroll().encode(), "Israel and Hamas agree on a ceasefire in Gaza", date(2025, 1, 15), GAZA
    ),
)
