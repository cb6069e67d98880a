# ruff: noqa: E501 - the markup of a page reads better unbroken
"""Thirty-two ways to lay out a news page, none of a real site: what stands around the article, and where its day is.

Each layout is a function of a story; it holds the words of navigation, offers, warnings and links that pages have, so
that whatever is kept of them counts against the reader of pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from tests.sources.page_stories import Story

Layout = Callable[[Story], str]
LAYOUTS: list[Layout] = []

NAV = (
    "<nav><ul><li><a href='/'>Home</a><li><a href='/world'>World</a><li><a href='/politics'>Politics</a><li>"
    "<a href='/sport'>Sport</a><li><a href='/weather'>Weather</a></ul></nav>"
)
COOKIES = (
    "<div id='cookie-banner' class='cookie-consent' role='dialog'><p>We and our 812 partners use cookies to store "
    "information on your device. You can change your choice at any time.</p><button>Accept all</button>"
    "<button>Reject all</button></div>"
)
WALL = (
    "<div class='paywall'><h3>Keep reading for $1 a week</h3><p>This article is for subscribers only.</p>"
    "<p>Already a subscriber? Log in</p><p>Get unlimited access to all stories. Cancel any time.</p></div>"
)
NEWSLETTER = "<div class='newsletter'><p>Sign up for our morning newsletter and get the news in your inbox.</p></div>"
RELATED = (
    "<aside class='related'><h2>Related stories</h2><ul><li><a href='/1'>Parliament votes on the budget after a long "
    "night of talks</a><li><a href='/2'>Storm leaves thousands without power on the coast</a><li><a href='/3'>Ten "
    "recipes for a cold week in winter</a></ul></aside>"
)
FOOT = (
    "<footer><p>© 2024 The Example Courier. All rights reserved.</p><ul><li><a href='/about'>About us</a><li>"
    "<a href='/privacy'>Privacy policy</a><li><a href='/terms'>Terms of use</a></ul></footer>"
)
COMMENTS = (
    "<section id='comments' class='comments'><h2>Comments (2)</h2><div class='comment'><b>reader77</b><p>Thank you for "
    "this report, I had not heard of it before.</p></div><div class='comment'><b>anna</b><p>When will you write about "
    "my town? Nobody ever does.</p></div></section>"
)
SHARE = "<ul class='share'><li>Facebook</li><li>Twitter</li><li>WhatsApp</li><li>Copy link</li></ul>"


def layout(make: Layout) -> Layout:
    LAYOUTS.append(make)
    return make


def ps(story: Story, between: str = "", *, tag: str = "p", after: int = 2) -> str:
    """The paragraphs, with something after the second of them."""
    parts = [f"<{tag}>{escape(one, quote=False)}</{tag}>" for one in story.paragraphs]
    return "\n".join([*parts[:after], between, *parts[after:]])


def page(head: str, body: str, title: str) -> str:
    return f"<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title>{head}</head><body>{body}</body></html>"


def meta_day(story: Story) -> str:
    return f"<meta property='article:published_time' content='{story.day}T09:30:00+00:00'>"


def json_ld(story: Story, kind: str = "NewsArticle") -> str:
    told = {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": story.title,
        "datePublished": f"{story.day}T06:00:00Z",
        "dateModified": f"{story.day.replace(day=28)}T06:00:00Z",
        "author": {"@type": "Person", "name": story.author},
        "publisher": {"@type": "Organization", "name": "The Example Courier"},
    }
    return f"<script type='application/ld+json'>{json.dumps(told)}</script>"


def spoken(story: Story) -> str:
    return f"{story.day:%B} {story.day.day}, {story.day.year}"


@layout
def plain_article(s: Story) -> str:
    return page(meta_day(s), f"{NAV}<main><article><h1>{s.title}</h1>{ps(s)}</article></main>{FOOT}", s.title)


@layout
def cookies_and_advertisement(s: Story) -> str:
    ad = "<div class='ad-slot'><p>ADVERTISEMENT</p></div>"
    body = f"{COOKIES}<header>{NAV}</header><article><h1>{s.title}</h1><p class='byline'>By {s.author}</p>{ps(s, ad)}</article>{FOOT}"
    return page(json_ld(s), body, f"{s.title} | The Example Courier")


@layout
def wall_after_two(s: Story) -> str:
    return page(
        json_ld(s), f"{NAV}<article><h1>{s.title}</h1>{ps(s, WALL)}{NEWSLETTER}</article>{RELATED}{FOOT}", s.title
    )


@layout
def no_article_element(s: Story) -> str:
    body = f"<div id='top'>{NAV}</div><div id='content'><h1>{s.title}</h1><div class='date'><time datetime='{s.day}'>{spoken(s)}</time></div><div class='story-body'>{ps(s)}</div></div><div id='side'>{RELATED}</div>{FOOT}"
    return page("", body, f"{s.title} - Example Courier")


@layout
def table_layout(s: Story) -> str:
    body = f"<table width='100%'><tr><td colspan='3'><b>The Example Courier</b></td></tr><tr><td><a href='/'>Home</a><br><a href='/w'>World</a></td><td><h1>{s.title}</h1>{ps(s)}</td><td>{RELATED}</td></tr><tr><td colspan='3'>Copyright 2001</td></tr></table>"
    return page(f"<meta name='date' content='{s.day}'>", body, s.title)


@layout
def amp_page(s: Story) -> str:
    html = page(
        f"<link rel='canonical' href='https://courier.example/world/{s.day:%Y/%m/%d}/story'>{json_ld(s)}",
        f"<amp-sidebar>{NAV}</amp-sidebar><article><h1>{s.title}</h1><amp-img src='a.jpg' width='3' height='2'></amp-img>{ps(s, '<amp-ad type=x></amp-ad>')}</article><amp-consent><p>We use cookies.</p></amp-consent>",
        s.title,
    )
    return html.replace("<html ", "<html amp ")


@layout
def live_blog(s: Story) -> str:
    times = ("18:40", "17:05", "15:30", "14:10", "12:20")
    posts = "".join(
        f"<div class='post' id='p{n}'><time>{at}</time><p>{p}</p>{SHARE}</div>"
        for n, (at, p) in enumerate(zip(times, s.paragraphs, strict=False))
    )
    return page(
        json_ld(s, "LiveBlogPosting"),
        f"{NAV}<main><article class='live-blog'><h1>{s.title}</h1>{posts}</article></main>{FOOT}",
        f"{s.title} – live",
    )


@layout
def day_in_the_address(s: Story) -> str:
    head = f"<link rel='canonical' href='https://courier.example/{s.day:%Y/%m/%d}/the-story'>"
    return page(
        head,
        f"{NAV}<article><h1>{s.title}</h1>{ps(s)}</article>{RELATED}{FOOT}",
        f"{s.title} | World | The Example Courier",
    )


@layout
def breaks_instead_of_paragraphs(s: Story) -> str:
    return page(
        meta_day(s),
        f"{NAV}<div class='article-text'><h1>{s.title}</h1>" + "<br><br>".join(s.paragraphs) + f"</div>{FOOT}",
        s.title,
    )


@layout
def divs_instead_of_paragraphs(s: Story) -> str:
    return page(
        meta_day(s),
        f"{NAV}<div class='article-body' itemprop='articleBody'><h1 itemprop='headline'>{s.title}</h1>{ps(s, tag='div')}</div>{FOOT}",
        s.title,
    )


@layout
def links_inside(s: Story) -> str:
    see = "<p><strong>Read more:</strong> <a href='/9'>What we know about the talks so far</a></p>"
    return page(
        meta_day(s),
        f"{NAV}<article><h1>{s.title}</h1>{ps(s, see)}<p><a href='/8'>More on this story</a></p></article>{FOOT}",
        s.title,
    )


@layout
def pictures_and_captions(s: Story) -> str:
    figure = "<figure><img src='x.jpg' alt='A street'><figcaption>Photo: Agency / Someone</figcaption></figure>"
    return page(json_ld(s), f"{NAV}<article><h1>{s.title}</h1>{figure}{ps(s, figure)}</article>{FOOT}", s.title)


@layout
def comments_below(s: Story) -> str:
    return page(meta_day(s), f"{NAV}<article><h1>{s.title}</h1>{ps(s)}</article>{COMMENTS}{FOOT}", s.title)


@layout
def tags_and_author_box(s: Story) -> str:
    box = f"<div class='author-bio'><p>{s.author} is a reporter at The Example Courier and has written about elections for ten years.</p></div><p class='tags'>Tags: war, diplomacy, world</p>"
    return page(meta_day(s), f"{NAV}<article><h1>{s.title}</h1>{ps(s)}{box}</article>{FOOT}", s.title)


@layout
def site_name_in_front(s: Story) -> str:
    return page(
        meta_day(s),
        f"{NAV}<div role='main'><h1>{s.title}</h1>{SHARE}{ps(s)}</div>{FOOT}",
        f"The Example Courier: World | {s.title}",
    )


@layout
def heading_is_the_site(s: Story) -> str:
    head = f"<meta property='og:title' content='{escape(s.title)}'>{meta_day(s)}"
    return page(
        head,
        f"<header><h1>The Example Courier</h1>{NAV}</header><article><h2>{s.title}</h2>{ps(s)}</article>{FOOT}",
        f"{s.title} | The Example Courier",
    )


@layout
def no_heading_at_all(s: Story) -> str:
    return page(
        meta_day(s) + f"<meta name='twitter:title' content='{escape(s.title)}'>",
        f"{NAV}<article>{ps(s)}</article>{FOOT}",
        f"{s.title} | The Example Courier",
    )


@layout
def day_in_words_only(s: Story) -> str:
    return page(
        "",
        f"{NAV}<article><h1>{s.title}</h1><p class='dateline'>Published: {spoken(s)}</p>{ps(s)}</article>{FOOT}",
        s.title,
    )


@layout
def updated_after_published(s: Story) -> str:
    later = s.day.replace(day=28)
    head = f"{meta_day(s)}<meta property='article:modified_time' content='{later}T10:00:00Z'>"
    return page(
        head, f"{NAV}<article><h1>{s.title}</h1><p>Updated {later:%d %B %Y}</p>{ps(s)}</article>{FOOT}", s.title
    )


@layout
def microdata(s: Story) -> str:
    body = f"{NAV}<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>{s.title}</h1><span itemprop='datePublished' content='{s.day}'>{spoken(s)}</span><div itemprop='articleBody'>{ps(s)}</div></div>{FOOT}"
    return page("", body, s.title)


@layout
def quotes_and_subheadings(s: Story) -> str:
    quote = f"<h2>What happens next</h2><blockquote><p>{s.paragraphs[-1]}</p></blockquote>"
    first = Story(s.title, s.day, s.author, s.paragraphs[:-1])
    return page(json_ld(s), f"{NAV}<article><h1>{s.title}</h1>{ps(first)}{quote}</article>{FOOT}", s.title)


@layout
def summary_list(s: Story) -> str:
    return page(
        meta_day(s),
        f"{NAV}<article><h1>{s.title}</h1><div class='body'><ul><li>{s.paragraphs[0]}</li><li>{s.paragraphs[1]}</li></ul>{''.join(f'<p>{p}</p>' for p in s.paragraphs[2:])}</div></article>{FOOT}",
        s.title,
    )


@layout
def forms_and_polls(s: Story) -> str:
    poll = "<form><fieldset><legend>Should the talks go on?</legend><label>Yes</label><label>No</label></fieldset><button>Vote</button></form>"
    return page(
        meta_day(s),
        f"{NAV}<form action='/search'><input name='q'><button>Search</button></form><article><h1>{s.title}</h1>{ps(s, poll)}</article>{FOOT}",
        s.title,
    )


@layout
def endless_page(s: Story) -> str:
    teaser = "<article class='teaser'><h3><a href='/{n}'>Another story from the region number {n}</a></h3><p>A short teaser.</p></article>"
    more = "".join(teaser.format(n=n) for n in range(12))
    return page(
        json_ld(s),
        f"{NAV}<main><article class='main-story'><h1>{s.title}</h1>{ps(s)}</article><section>{more}</section></main>{FOOT}",
        s.title,
    )


@layout
def old_font_tags(s: Story) -> str:
    body = f"<center><font size=5><b>{s.title}</b></font></center><hr><font size=2>{ps(s)}</font><hr><font size=1>All rights reserved.</font>"
    return (
        f"<HTML><HEAD><TITLE>{s.title}</TITLE><META NAME='DC.date' CONTENT='{s.day}'></HEAD><BODY>{body}</BODY></HTML>"
    )


@layout
def encoded_in_windows_1252(s: Story) -> str:
    return page(meta_day(s), f"{NAV}<article><h1>{s.title}</h1>{ps(s)}</article>{FOOT}", s.title).replace(
        "utf-8", "windows-1252"
    )


@layout
def wall_as_overlay(s: Story) -> str:
    over = f"<div class='modal overlay' aria-modal='true'>{WALL}</div>"
    return page(
        json_ld(s),
        f"{COOKIES}{over}{NAV}<div class='layout'><div class='col'><h1>{s.title}</h1><section class='entry-content'>{ps(s, NEWSLETTER)}</section></div>{RELATED}</div>{FOOT}",
        s.title,
    )


@layout
def weblog(s: Story) -> str:
    body = f"<div class='site-header'>Notes from the field</div><div class='hentry post'><h1 class='entry-title'>{s.title}</h1><div class='entry-meta'>Posted on <time class='entry-date published' datetime='{s.day}T12:00:00+00:00'>{spoken(s)}</time> by {s.author}</div><div class='entry-content'>{ps(s)}</div><div class='sharedaddy'>Share this: {SHARE}</div></div><div id='sidebar'><h3>Archives</h3><ul><li>May 2011</li><li>April 2011</li></ul></div>"
    return page("", body, f"{s.title} | Notes from the field")


@layout
def agency_dateline(s: Story) -> str:
    return page(
        f"<meta name='pubdate' content='{s.day}'>",
        f"{NAV}<div class='ArticleBody__content'><h1>{s.title}</h1>{ps(s)}<p>Reporting by {s.author}; Editing by A. Person</p></div>{FOOT}",
        s.title,
    )


@layout
def video_on_top(s: Story) -> str:
    video = (
        "<div class='video-player'><p>Your browser does not support the video element.</p><p>Video caption</p></div>"
    )
    return page(json_ld(s), f"{NAV}<article><h1>{s.title}</h1>{video}{ps(s)}</article>{RELATED}{FOOT}", s.title)


@layout
def app_and_donation(s: Story) -> str:
    give = "<p><em>Support our independent journalism with a donation today.</em></p><p>Download our app to read on the go.</p>"
    return page(meta_day(s), f"{NAV}<article><h1>{s.title}</h1>{ps(s)}{give}</article>{FOOT}", s.title)


@layout
def figures_in_a_table(s: Story) -> str:
    table = "<table><tr><th>Day</th><th>Convoys</th></tr><tr><td>Monday</td><td>3</td></tr></table>"
    return page(meta_day(s), f"{NAV}<article><h1>{s.title}</h1>{ps(s)}{table}</article>{FOOT}", s.title)
