"""Pages of one's own; they read requests and schedules, so they stand above both."""

from django.urls import path

from wfa.home import views
from wfa.schedules.views import presence

urlpatterns = [
    path("jadwal/saya/", views.my_days, name="jadwal-saya"),
    path("hari-ini/", presence.today, name="siapa-di-mana"),
    path("hari-ini/<int:pk>/", presence.one_day, name="siapa-di-mana-orang"),
]
