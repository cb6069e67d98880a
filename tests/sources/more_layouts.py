# ruff: noqa: E501 - the markup of a page reads better unbroken
"""Ten more saved pages in our own words, as sites build them: live blog, AMP, Cyrillic and Arabic papers, an exported channel,
a weblog engine, tables of the nineties, a print version, a wall, a newsletter.

Unlike those of ``page_layouts`` they were written before anything was changed for their sake.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tests.sources.page_stories import STORIES, Story


class Saved(NamedTuple):
    """A page, and what it must yield."""

    name: str
    html: str
    title: str
    day: date
    body: tuple[str, ...]


UKRAINIAN = (
    "Уночі 24 березня російські безпілотники атакували енергетичний об’єкт на околиці Сум, унаслідок чого без світла залишилися близько чотирьох тисяч родин.",
    "За словами голови обласної військової адміністрації, двоє працівників підстанції дістали поранення, їх доправили до лікарні.",
    "Рятувальники гасили пожежу понад три години. До ранку енергетики відновили живлення лікарень і водоканалу.",
    "У Повітряних силах повідомили, що з двадцяти восьми безпілотників збито двадцять один, ще чотири не досягли цілей.",
)
ARABIC = (
    "قُتل أربعة مدنيين وأصيب تسعة آخرون في غارة جوية استهدفت سوقًا شعبية في أطراف مدينة إدلب شمال غربي سوريا صباح الأحد.",
    "وقال الدفاع المدني إن فرقه انتشلت الضحايا من تحت الأنقاض ونقلت المصابين إلى مستشفيين قريبين من المكان.",
    "وأضاف أن الغارة وقعت في ساعة الذروة حين كان السوق مزدحمًا بالباعة، وأن عددًا من المحال احترق بالكامل.",
    "ولم يصدر تعليق من الجيش على ما جرى، فيما دعت الأمم المتحدة جميع الأطراف إلى حماية المدنيين.",
)
CHANNEL = (
    "Three loud explosions were heard in the northern districts of the city a little after four in the morning. Air defence was at work.",
    "The mayor confirms a hit on a car park near the stadium. Nobody was killed, six cars burned out, windows are broken in two houses.",
    "Update: one woman of 62 was taken to hospital with cuts from glass. Trams 5 and 8 run on a shortened route until the evening.",
)


def _ps(paragraphs: tuple[str, ...], css: str = "") -> str:
    mark = f" class='{css}'" if css else ""
    return "\n".join(f"<p{mark}>{one}</p>" for one in paragraphs)


def _live(s: Story) -> str:
    times = ("18:42", "17:30", "16:05", "14:51", "12:20")
    posts = "".join(
        f"<article class='liveblog-post' id='post-{n}'><header><time datetime='{s.day}T{clock}:00Z'>{clock}</time><h2 class='post-heading'></h2></header>"
        f"<div class='post-body'><p>{text}</p></div><div class='post-share'><button>Share post</button><button>Copy link</button></div></article>"
        for n, (clock, text) in enumerate(zip(times, s.paragraphs[1:], strict=False))
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{s.title} – as it happened | The Lantern</title>
<meta property="og:title" content="{s.title}"><meta property="og:site_name" content="The Lantern">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"LiveBlogPosting","headline":"{s.title}","datePublished":"{s.day}T08:00:00Z","coverageStartTime":"{s.day}T08:00:00Z"}}</script></head>
<body><a class="skip" href="#main">Skip to main content</a><header class="site"><nav><a href="/">News</a><a href="/opinion">Opinion</a><a href="/sport">Sport</a></nav></header>
<main id="main"><div class="live-header"><span class="badge">Live</span><h1>{s.title}</h1><div class="standfirst"><p>{s.paragraphs[0]}</p></div></div>
<section class="key-events"><h2>Key events</h2><ol><li><a href="#post-0">18:42 Summary</a></li><li><a href="#post-2">16:05 What we know</a></li></ol></section>
<div class="liveblog-posts">{posts}</div><button class="older">Older posts</button></main>
<section class="most-viewed"><h2>Most viewed</h2><ol><li><a href="/a">How to keep tomatoes fresh for a week</a></li><li><a href="/b">The quiz: how well do you know your rivers?</a></li></ol></section>
<footer><p>© The Lantern Trust</p></footer></body></html>"""


def _amp(s: Story) -> str:
    return f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><link rel="canonical" href="https://courier.example/news/{s.day:%Y/%m/%d}/story.html">
<title>{s.title}</title><script async src="https://cdn.ampproject.org/v0.js"></script><script type="application/ld+json">[{{"@context":"http://schema.org","@type":"NewsArticle","headline":"{s.title}","datePublished":"{s.day}T09:10:00+02:00","dateModified":"2026-01-09T00:00:00+02:00","publisher":{{"@type":"Organization","name":"Courier"}}}}]</script>
<style amp-custom>.a{{color:red}}</style></head><body><amp-sidebar id="menu"><ul><li>Home</li><li>World</li><li>Business</li></ul></amp-sidebar>
<amp-consent id="c"><div>Please choose how we may use your data. <button>Agree</button></div></amp-consent>
<article class="amp-wp-article"><header><h1 class="amp-wp-title">{s.title}</h1><div class="amp-wp-byline">By {s.author}</div></header>
<amp-img src="a.jpg" width="600" height="400" alt=""></amp-img><div class="amp-wp-article-content">{_ps(s.paragraphs[:3])}
<amp-ad width="300" height="250" type="x"><div placeholder>Advertisement</div></amp-ad>{_ps(s.paragraphs[3:])}</div></article>
<amp-list src="more.json"><template type="amp-mustache"><a href="{{{{url}}}}">{{{{title}}}}</a></template></amp-list>
<footer><a href="/full">View the full site</a></footer></body></html>"""


def _ukrainian() -> str:
    return f"""<!DOCTYPE html><html lang="uk"><head><meta charset="utf-8"><title>Безпілотники атакували підстанцію на околиці Сум - Новини | Обрій</title>
<meta property="article:published_time" content="2025-03-24T07:45:00+02:00"><meta property="og:site_name" content="Обрій"></head>
<body><div class="top-menu"><a>Головна</a><a>Політика</a><a>Економіка</a><a>Спорт</a><a>Погода</a></div><div class="breadcrumbs"><a>Головна</a> / <a>Новини</a></div>
<div class="container"><div class="article"><h1 class="article__title">Безпілотники атакували підстанцію на околиці Сум</h1>
<div class="article__info"><span>24 березня 2025, 07:45</span> <span class="views">1 284</span></div><div class="article__text">{_ps(UKRAINIAN[:2])}
<div class="read-also"><b>Читайте також:</b> <a href="/x">Курс валют на 24 березня: скільки коштує долар</a></div>{_ps(UKRAINIAN[2:])}
<p>Підписуйтесь на наш <a href="https://t.me/x">Telegram-канал</a>, щоб першими дізнаватися новини.</p></div>
<div class="tags"><a>Суми</a><a>безпілотники</a></div></div>
<div class="sidebar"><h3>Останні новини</h3><ul><li><a>Синоптики розповіли, якою буде погода на вихідних</a></li><li><a>Збірна перемогла в матчі відбору</a></li></ul></div></div>
<div class="footer">© 2025 Обрій. Усі права захищено.</div></body></html>"""


def _arabic() -> str:
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>أربعة قتلى في غارة على سوق شعبية قرب إدلب | صدى المدينة</title>
<meta property="og:title" content="أربعة قتلى في غارة على سوق شعبية قرب إدلب"><meta property="og:site_name" content="صدى المدينة"><meta name="publish-date" content="2024-11-10">
<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"2024-11-10T09:20:00+03:00"}}</script></head><body>
<nav><a>الرئيسية</a><a>أخبار</a><a>اقتصاد</a><a>رياضة</a></nav><main><article><h1>أربعة قتلى في غارة على سوق شعبية قرب إدلب</h1><time datetime="2024-11-10">10 نوفمبر 2024</time>
<div class="social">شارك فيسبوك تويتر واتساب</div>{_ps(ARABIC)}
<div class="related"><h4>اقرأ أيضا</h4><ul><li><a>أسعار الذهب اليوم في الأسواق المحلية</a></li></ul></div></article></main>
<footer>جميع الحقوق محفوظة © صدى المدينة</footer></body></html>"""


def _channel() -> str:
    posts = "".join(
        f"""<div class="message default clearfix" id="message{n}"><div class="pull_left userpic_wrap"><div class="userpic userpic1"><div class="initials">C</div></div></div>
<div class="body"><div class="pull_right date details" title="17.02.2025 0{n}:10:22 UTC+02:00">0{n}:10</div><div class="from_name">City desk</div><div class="text">{text}</div></div></div>"""
        for n, text in enumerate(CHANNEL, start=4)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title><link href="css/style.css" rel="stylesheet"/></head>
<body onload="CheckLocation();"><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">City desk</div></div></div>
<div class="page_body chat_page"><div class="history"><div class="message service" id="message-1"><div class="body details">17 February 2025</div></div>{posts}</div></div></div></body></html>"""


def _weblog(s: Story) -> str:
    return f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><title>{s.title} &#8211; Notes from the Field</title>
<meta name="generator" content="WordPress 6.5"><link rel="alternate" type="application/rss+xml" href="/feed/"></head>
<body class="post-template-default single single-post postid-42"><div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/">Notes from the Field</a></p><nav><ul><li>About</li><li>Archive</li></ul></nav></header>
<div id="content"><main id="main"><article id="post-42" class="post-42 post type-post status-publish hentry category-news"><header class="entry-header"><h1 class="entry-title">{s.title}</h1>
<div class="entry-meta"><span class="posted-on">Posted on <a rel="bookmark"><time class="entry-date published" datetime="{s.day}T10:00:00+00:00">{s.day:%B %d, %Y}</time><time class="updated" datetime="2025-12-01T10:00:00+00:00">December 1, 2025</time></a></span> <span class="byline">by <a class="url fn n">{s.author}</a></span></div></header>
<div class="entry-content">{_ps(s.paragraphs)}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li>Twitter</li><li>Facebook</li></ul></div><div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a>News</a></span></footer></article>
<nav class="post-navigation"><a>Previous: A walk along the river</a><a>Next: Notes on bread</a></nav>
<div id="comments"><h2>2 thoughts on this post</h2><ol><li><p>Thanks for keeping this going, I read every one.</p></li></ol><form><label>Leave a Reply</label><textarea></textarea></form></div></main></div>
<aside id="secondary"><section class="widget"><h2>Recent Posts</h2><ul><li>A walk along the river</li></ul></section><section class="widget"><h2>Archives</h2><ul><li>May 2023</li></ul></section></aside></div></body></html>"""


def _nineties(s: Story) -> str:
    return f"""<HTML><HEAD><TITLE>{s.title}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF"><TABLE WIDTH=760 BORDER=0><TR><TD COLSPAN=3><IMG SRC="logo.gif" ALT="The Valley Gazette"></TD></TR>
<TR><TD WIDTH=120 VALIGN=top><A HREF="/">Front page</A><BR><A HREF="/w">World</A><BR><A HREF="/b">Business</A><BR><A HREF="/s">Sports</A><BR><A HREF="/c">Classifieds</A></TD>
<TD WIDTH=500 VALIGN=top><FONT SIZE=5><B>{s.title}</B></FONT><BR><FONT SIZE=1>Published: {s.day:%d %B %Y}</FONT><P>{"<P>".join(s.paragraphs)}<P><HR></TD>
<TD WIDTH=140 VALIGN=top><FONT SIZE=1>Today's weather: sunny<BR>Lottery numbers<BR>Write to the editor</FONT></TD></TR></TABLE></BODY></HTML>"""


def _printed(s: Story) -> str:
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>Print: {s.title}</title><meta name="robots" content="noindex"></head><body onload="window.print()">
<div class="print-head"><img alt="Northern Herald"><a href="javascript:window.close()">Close this window</a></div><h2>{s.title}</h2><p class="byline">By {s.author} | {s.day:%d.%m.%Y} 11:00</p>
{_ps(s.paragraphs)}<hr><p>Find this article at:<br>https://herald.example/{s.day:%Y/%m/%d}/story</p><p>Copyright Northern Herald. Reproduction only with permission.</p></body></html>"""


def _wall(s: Story) -> str:
    return f"""<!doctype html><html lang="en"><head><title>{s.title} | The Ledger</title><meta name="date" content="{s.day}"><meta property="og:type" content="article">
<script type="application/ld+json">{{"@type":"NewsArticle","isAccessibleForFree":false,"headline":"{s.title}","datePublished":"{s.day}","hasPart":{{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".premium"}}}}</script></head>
<body><div id="overlay-offer"><h2>You have read your last free article</h2><p>Subscribe now for full access to The Ledger on every device.</p><button>See my options</button></div>
<article><h1>{s.title}</h1><div class="teaser">{_ps(s.paragraphs[:2])}</div><div class="premium" style="filter:blur(4px)">{_ps(s.paragraphs[2:])}</div>
<div class="regwall"><p>Register for free to continue reading</p><p>Create an account to read this article and get our daily briefing.</p><form><input placeholder="E-mail"><button>Continue</button></form><p>By continuing you agree to our terms.</p></div></article></body></html>"""


def _newsletter(s: Story) -> str:
    return f"""<!doctype html><html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"><title>{s.title}</title></head><body style="margin:0"><div style="display:none;max-height:0">Today: what happened, and what comes next</div>
<table role="presentation" width="100%"><tr><td align="center"><table role="presentation" width="600"><tr><td><a href="https://mail.example/view">View this email in your browser</a></td></tr><tr><td><img alt="The Evening Wire"></td></tr>
<tr><td style="font-size:12px">{s.day:%A, %d %B %Y}</td></tr><tr><td><h1 style="font-size:26px">{s.title}</h1></td></tr><tr><td>{_ps(s.paragraphs)}</td></tr>
<tr><td><table><tr><td><a>Share</a></td><td><a>Forward to a friend</a></td></tr></table></td></tr><tr><td style="font-size:11px">You are receiving this email because you signed up at our website. <a>Unsubscribe</a> | <a>Update your preferences</a></td></tr></table></td></tr></table></body></html>"""


def _saved(name: str, make: object, number: int) -> Saved:
    story = STORIES[number]
    return Saved(name, make(story), story.title, story.day, story.paragraphs)  # type: ignore[operator]


PAGES = (
    _saved("live blog", _live, 0),
    _saved("AMP", _amp, 1),
    Saved(
        "Ukrainian paper",
        _ukrainian(),
        "Безпілотники атакували підстанцію на околиці Сум",
        date(2025, 3, 24),
        UKRAINIAN,
    ),
    Saved("Arabic paper", _arabic(), "أربعة قتلى في غارة على سوق شعبية قرب إدلب", date(2024, 11, 10), ARABIC),
    Saved("exported channel", _channel(), "City desk", date(2025, 2, 17), CHANNEL),
    _saved("weblog engine", _weblog, 2),
    _saved("tables", _nineties, 3),
    _saved("print version", _printed, 4),
    _saved("wall", _wall, 5),
    _saved("newsletter", _newsletter, 6),
)
