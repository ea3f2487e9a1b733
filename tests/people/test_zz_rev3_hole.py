import pytest
from django.urls import reverse
from people.models import User
from people.accounts.totp import enrol_app
pytestmark=pytest.mark.django_db
def test_hole(client, django_user_model):
    u=User.objects.create_superuser("boss@example.org","a long password 12345")
    enrol_app(user=u, secret="JBSWY3DPEHPK3PXP")
    r=client.get("/de/_util/login/"); print(r.status_code)
    for i in range(25):
        r=client.post("/de/_util/login/",{"username":"boss@example.org","password":"x"})
    print("25 wrong:",r.status_code)
    r=client.post("/de/_util/login/",{"username":"boss@example.org","password":"a long password 12345","next":"/de/account/"})
    print("login",r.status_code,r.headers.get("Location"), client.session.get("_auth_user_id"))
    r=client.get("/de/account/2fa/webauthn/add/"); print(r.status_code,r.headers.get("Location"))
    r=client.post("/de/account/reauthenticate/",{"password":"a long password 12345"}); print(r.status_code,r.headers.get("Location"))
    r=client.get("/de/account/2fa/webauthn/add/"); print("add key",r.status_code,r.headers.get("Location"))
    r=client.get("/admin/"); print("admin",r.status_code,r.headers.get("Location"))
    assert 0
