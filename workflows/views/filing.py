from django.http import HttpResponse

def submit(request, pk=None):
    return HttpResponse(status=503)


def withdraw(request, pk=None):
    return HttpResponse(status=503)
