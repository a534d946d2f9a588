"""Addresses of the door, and of what belongs to one's own account."""

from django.urls import path

from banyan.accounts.views import login, password, second_factor, sessions

app_name = "accounts"
urlpatterns = [
    path("login", login.login, name="login"),
    path("login/second-factor", login.verify, name="verify"),
    path("logout", login.logout, name="logout"),
    path("links/<str:token>", password.link, name="link"),
    path("link", password.link_password, name="link-password"),
    path("me/password", password.password, name="password"),
    path("me/proof", password.proof, name="proof"),
    path("me/second-factor", second_factor.second_factor, name="second-factor"),
    path("me/second-factor/start", second_factor.start, name="second-factor-start"),
    path("me/second-factor/confirmation", second_factor.confirm, name="second-factor-confirm"),
    path("me/second-factor/codes", second_factor.codes, name="second-factor-codes"),
    path("me/second-factor/end", second_factor.end, name="second-factor-end"),
    path("me/sign-ins", sessions.sign_ins, name="sign-ins"),
    path("me/sign-ins/others/end", sessions.end_others, name="sign-ins-end-others"),
    path("me/sign-ins/<uuid:ref>/end", sessions.end, name="sign-in-end"),
]
