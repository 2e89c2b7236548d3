from django.urls import URLPattern, URLResolver, path

from healthkb.site.articles import article_page
from healthkb.site.entries import COLLECTIONS, entry_page
from healthkb.site.home import home_page
from healthkb.site.questions.asking import answers_page, ask_page, status_page
from healthkb.site.questions.feedback import helpful_page, report_page, report_status_page
from healthkb.site.questions.sessions import session_page, sessions_page
from healthkb.site.robots import robots
from healthkb.site.search import search_page
from healthkb.site.topics import topic_page, topics_page
from healthkb.site.triage.views import interview_page

app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home_page, name="home"),
    path("robots.txt", robots, name="robots"),
    path("search/", search_page, name="search"),
    path("topics/", topics_page, name="topics"),
    path("topics/<slug:slug>/", topic_page, name="topic"),
    path("articles/<slug:slug>/", article_page, name="article"),
    path("triage/<slug:slug>/", interview_page, name="triage"),
    path("questions/", answers_page, name="answers"),
    path("questions/ask/", ask_page, name="ask"),
    path("questions/status/<str:token>/", status_page, name="question_status"),
    path("sessions/", sessions_page, name="sessions"),
    path("sessions/<slug:slug>/", session_page, name="session"),
    path("feedback/", helpful_page, name="helpful"),
    path("feedback/report/", report_page, name="report"),
    path("feedback/status/<str:token>/", report_status_page, name="report_status"),
    *(
        path(f"{collection}/<slug:slug>/", entry_page, {"collection": collection}, name=collection)
        for collection in COLLECTIONS
    ),
]
