"""A WebKitGTK browser with nothing but windows, which WebKitWebDriver may drive.

    python3 webkit_browser.py PROFILE

WebKitGTK's own MiniBrowser, when it is driven, keeps nothing of what sites store. This one keeps
it in PROFILE, as a person's browser does.
"""

import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2

profile = sys.argv[1]
context = WebKit2.WebContext.new_with_website_data_manager(
    WebKit2.WebsiteDataManager(
        base_data_directory=os.path.join(profile, "data"),
        base_cache_directory=os.path.join(profile, "cache"),
    )
)


def open_window(session):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    window = Gtk.Window(default_width=1200, default_height=900)
    window.add(view)
    view.connect("close", lambda _: window.destroy())
    window.show_all()
    return view


def begin(context, session):
    session.connect("create-web-view", open_window)
    session.connect("will-close", lambda _: Gtk.main_quit())


context.connect("automation-started", begin)
context.set_automation_allowed(True)
Gtk.main()
