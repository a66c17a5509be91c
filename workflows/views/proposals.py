from django.http import HttpResponse

def index(request, pk=None):
    return HttpResponse(status=503)


def create(request, pk=None):
    return HttpResponse(status=503)


def show(request, pk=None):
    return HttpResponse(status=503)
