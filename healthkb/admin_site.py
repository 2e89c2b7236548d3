from django.contrib.admin import AdminSite


# Not a module of `healthkb.admin`: making the site must not import what registers on it.
class HealthKBAdminSite(AdminSite):
    site_header = "HealthKB"
    site_title = "HealthKB"
    index_title = "Editing"
    site_url = "/"
