"""The editors' addresses, below /konsol/berita/."""

from django.urls import path

from adopsi.portal import console_views

urlpatterns = [
    path("", console_views.news, name="news-list"),
    path("baru/", console_views.news_edit, name="news-new"),
    path("<int:news_id>/", console_views.news_preview, name="news-preview"),
    path("<int:news_id>/ubah/", console_views.news_edit, name="news-edit"),
    path("<int:news_id>/terbitkan/", console_views.news_publish, name="news-publish"),
    path("<int:news_id>/tarik/", console_views.news_unpublish, name="news-unpublish"),
    path("pengumuman/", console_views.notices, name="notices"),
    path("pengumuman/baru/", console_views.notice_edit, name="notice-new"),
    path("pengumuman/<int:notice_id>/", console_views.notice_edit, name="notice-edit"),
    path("pengumuman/<int:notice_id>/turunkan/", console_views.notice_end, name="notice-end"),
]
