from django.contrib.admin import AdminSite


class HealthKBAdminSite(AdminSite):
    site_header = "HealthKB"
    site_title = "HealthKB"
    index_title = "Editing"
    site_url = "/api/v1/docs/"
