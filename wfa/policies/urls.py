from django.urls import path

from wfa.policies import views

urlpatterns = [
    path("kebijakan/", views.index, name="kebijakan"),
    path("kebijakan/baru/", views.new, name="kebijakan-baru"),
    path("kebijakan/tahap/", views.phases, name="kebijakan-tahap"),
    path("kebijakan/banding/", views.compare, name="kebijakan-banding"),
    path("kebijakan/unit/<int:pk>/", views.of_unit, name="kebijakan-unit"),
    path("kebijakan/<int:pk>/", views.show, name="kebijakan-lihat"),
    path("kebijakan/<int:pk>/ubah/", views.edit, name="kebijakan-ubah"),
    path("kebijakan/<int:pk>/berlakukan/", views.enforce, name="kebijakan-berlakukan"),
    path("kebijakan/<int:pk>/buang/", views.discard, name="kebijakan-buang"),
    path("kebijakan/<int:pk>/tarik/", views.take_back, name="kebijakan-tarik"),
]
