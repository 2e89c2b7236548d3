from django.urls import URLPattern, URLResolver, path

from healthkb.site.articles import article_page
from healthkb.site.entries import COLLECTIONS, entry_page
from healthkb.site.home import home_page
from healthkb.site.search import search_page
from healthkb.site.topics import topic_page, topics_page
from healthkb.site.triage.views import interview_page

app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home_page, name="home"),
    path("search/", search_page, name="search"),
    path("topics/", topics_page, name="topics"),
    path("topics/<slug:slug>/", topic_page, name="topic"),
    path("articles/<slug:slug>/", article_page, name="article"),
    path("triage/<slug:slug>/", interview_page, name="triage"),
    *(
        path(f"{collection}/<slug:slug>/", entry_page, {"collection": collection}, name=collection)
        for collection in COLLECTIONS
    ),
]
