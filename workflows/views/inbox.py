from django.http import HttpResponse

def index(request, pk=None):
    return HttpResponse(status=503)


def decide(request, pk=None):
    return HttpResponse(status=503)


def case(request, pk=None):
    return HttpResponse(status=503)
