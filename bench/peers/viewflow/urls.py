from django.urls import path
from viewflow.contrib.auth import AuthViewset
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from bench.peers.viewflow.flows import LeaveFlow

site = Site(title="Pengajuan", viewsets=[FlowAppViewset(LeaveFlow, icon="assignment")])
urlpatterns = [path("accounts/", AuthViewset().urls), path("", site.urls)]
