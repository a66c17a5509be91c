from django.urls import path

from bench.peers.approval import views

urlpatterns = [
    path("file/", views.file),
    path("decide/<int:pk>/", views.decide),
    path("inbox/", views.inbox),
    path("inbox-own/", views.inbox_own),
]
