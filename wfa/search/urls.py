from django.urls import path

from wfa.search import views

urlpatterns = [path("cari/", views.search, name="cari")]
