"""Who may look: this machine alone or, where the dashboard is open to others, those who have logged in.

Open to others it starts only with a login set up (Streamlit's OpenID Connect, ``[auth]`` in ``secrets.toml``), or where
GEO_WITHOUT_LOGIN=on says that something else keeps strangers out.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.auth_util import get_secrets_auth_section, is_authlib_installed
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from geo.dashboard.speech import t
from geo.errors import MissingError, UsageError
from geo.settings import Settings

_SECRETS = ("redirect_uri", "cookie_secret")
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
MIN_SECRET = 32


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_names() -> frozenset[str]:
    """Names under which others may ask, as ``server.allowedHosts`` gives them."""
    return frozenset(one.strip().lower().rstrip(".") for one in config.get_option("server.allowedHosts") or ())


def is_open() -> bool:
    """Whether other machines can reach the dashboard, by themselves or through a proxy here."""
    address = config.get_option("server.address") or ""
    return not is_loopback(address) or any(not is_loopback(name) for name in own_names())


def must_log_in() -> bool:
    """Whether only those who have logged in may look."""
    return is_open() and not Settings.from_env().open_to_network


def check_start() -> None:
    """Refuse to be open to other machines without a login.

    Raises
    ------
    UsageError
        When no login is set up and GEO_WITHOUT_LOGIN is not on.
    MissingError
        When the library that logs in is not installed.
    """
    if not must_log_in():
        return
    lacking = _lacking()
    if lacking:
        msg = (
            f"Sitmap would be open to other machines (server.address {config.get_option('server.address')!r}, "
            f"server.allowedHosts {sorted(own_names())}) without a login: [auth] in secrets.toml lacks "
            f"{', '.join(lacking)}. Leave server.address at 127.0.0.1, set the login up, or set GEO_WITHOUT_LOGIN=on "
            "where something else keeps strangers out"
        )
        raise UsageError(msg)
    if not is_authlib_installed():
        msg = "the login needs Authlib: python -m pip install 'Authlib>=1.3.2'"
        raise MissingError(msg)


def _lacking() -> list[str]:
    """What the login still needs in ``secrets.toml``."""
    auth = dict(get_secrets_auth_section())
    lacking = [name for name in _SECRETS if not auth.get(name)]
    if len(str(auth.get("cookie_secret", ""))) < MIN_SECRET and "cookie_secret" not in lacking:
        lacking.append(f"a cookie_secret of {MIN_SECRET} characters or more")
    providers = [auth, *(dict(part) for part in auth.values() if isinstance(part, Mapping))]
    if not any(all(one.get(name) for name in _PROVIDER) for one in providers):
        lacking += list(_PROVIDER)
    return lacking


def has_logged_in(cookies: Mapping[str, str]) -> bool:
    """Whether a request carries the session of somebody who has logged in: what Streamlit itself asks of its pages."""
    # There is no public way to ask; requirements.txt pins Streamlit.
    raw = starlette_websocket._get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    if not raw:
        return False
    home = urlsplit(str(get_secrets_auth_section().get("redirect_uri", "")))
    user = starlette_websocket._parse_decoded_user_cookie(raw, f"{home.scheme}://{home.netloc}")
    return user.get("is_logged_in") is True


def log_in() -> None:
    """Stop here until the user has logged in, where that is asked."""
    if not must_log_in() or st.user.get("is_logged_in") is True:
        return
    st.subheader("Sitmap")
    st.text(t("This Sitmap is open to those who have logged in."))
    st.button(t("Log in"), type="primary", on_click=st.login)
    st.stop()
