"""Addresses of the components: only the style page."""

from django.urls import path

from lutra.web.components.gallery import gallery

urlpatterns = [path("gaya/", gallery, name="gallery")]
