"""Addresses of open data. They are in other people's programs and on paper, and must not change."""

from __future__ import annotations

from django.urls import path

from lutra.web.portal.opendata import feeds, views

urlpatterns = [
    path("i/<int:number>/", views.short_item, name="short_item"),
    path("a/<int:number>/", views.short_answer, name="short_answer"),
    path("feed/semua.atom", feeds.everything, name="feed_all"),
    path("feed/informasi.atom", feeds.items, name="feed_items"),
    path("feed/jawaban.atom", feeds.answers, name="feed_answers"),
    path("feed/serta-merta.atom", feeds.immediate, name="feed_immediate"),
    path("feed/kelas/<slug:kind>.atom", feeds.of_class, name="feed_class"),
    path("feed/badan/<slug:slug>.atom", feeds.of_body, name="feed_body"),
    path("feed/tempat/<str:code>.atom", feeds.of_place, name="feed_place"),
    path("data/", views.data, name="data"),
    path("data/kosakata/", views.vocabulary, name="vocabulary"),
    path("data/katalog.<str:suffix>", views.catalogue, name="catalogue"),
    path("data/unduh/<str:name>.<str:form>", views.table, name="bulk"),
    path("data/metadata.zip", views.bundle, name="bundle"),
    path("data/berkas.sha256", views.checksums, name="checksums"),
    path("sitemap.xml", views.sitemaps, name="sitemaps"),
    path("sitemap-<str:kind>-<int:part>.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
