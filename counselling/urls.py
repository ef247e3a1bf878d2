from django.urls import path


app_name = "counselling"
urlpatterns: list = []
