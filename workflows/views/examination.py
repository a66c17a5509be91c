from django.http import HttpResponse

def index(request, pk=None):
    return HttpResponse(status=503)


def decide(request, pk=None):
    return HttpResponse(status=503)


def undo(request, pk=None):
    return HttpResponse(status=503)


def close(request, pk=None):
    return HttpResponse(status=503)
