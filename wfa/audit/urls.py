from django.urls import path

from wfa.audit import views

urlpatterns = [path("jejak-audit/", views.audit_list, name="jejak-audit")]
