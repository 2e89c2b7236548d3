from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from articles.admin.search_page import search_page
from healthkb.admin.home import home_page
from healthkb.admin.prove import prove_page
from healthkb.admin.second_step import codes_page, leave_page, second_step_page, set_up_page
from healthkb.admin.signed_in import signed_in_page
from healthkb.admin.training import training_page
from healthkb.admin.worklist import worklist_page
from healthkb.api.health import healthz, readyz
from healthkb.api.pages import problem_detail, problem_list
from healthkb.media import media

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("healthkb.api.urls")),  # first, as it is asked for most
    path("admin/prove/", prove_page, name="prove"),
    path("admin/second-step/", second_step_page, name="second_step"),
    path("admin/second-step/set-up/", set_up_page, name="second_step_set_up"),
    path("admin/second-step/codes/", admin.site.admin_view(codes_page), name="second_step_codes"),
    path("admin/second-step/leave/", leave_page, name="second_step_leave"),
    path("admin/signed-in/", admin.site.admin_view(signed_in_page), name="signed_in"),
    path("admin/worklist/", admin.site.admin_view(worklist_page), name="worklist"),
    path("admin/training/", admin.site.admin_view(training_page), name="training"),
    path("admin/search/", admin.site.admin_view(search_page), name="admin_search"),
    path("admin/", admin.site.admin_view(home_page)),
    path("admin/", admin.site.urls),
    path("preview/", include("articles.admin.preview_page")),
    path("media/<path:path>", media, name="media"),
    path("problems/", problem_list, name="problems"),
    path("problems/<slug:name>", problem_detail, name="problem"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("healthkb.site.urls")),
]

handler400 = "healthkb.api.errors.bad_request"
handler403 = "healthkb.api.errors.permission_denied"
handler404 = "healthkb.api.errors.page_not_found"
handler500 = "healthkb.api.errors.server_error"
