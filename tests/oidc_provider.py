"""An OpenID Connect provider, to be run as a process of its own: Authlib's, with switches for all it may do wrong.

Whoever comes is signed in already and agrees. POST /switch takes what differs from a provider that behaves: `claims`
of the ID token, and `trouble`, one word that is looked for below.
"""

import os
import sys
from socket import create_server
from threading import Event
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "accountabilibuddy", "a-secret-of-both-sides"
KEYS = {name: RSAKey.generate_key(2048, {"kid": name, "use": "sig"}) for name in ("first", "second")}
NEVER = Event()
# How a client shows who it is, where that is not by a header.
WAYS = {"public": "none", "by form": "client_secret_post"}

switched: dict[str, Any] = {}
codes: dict[str, "Code"] = {}
asked: list[dict[str, str]] = []


def trouble(word: str) -> bool:
    return switched.get("trouble") == word


class Client(ClientMixin):
    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return switched["back"]

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == switched["back"]

    def check_client_secret(self, client_secret):
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method == WAYS.get(switched.get("trouble", ""), "client_secret_basic")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Person:
    def get_user_id(self):
        return switched["claims"]["sub"]


class Code(AuthorizationCodeMixin):
    def __init__(self, asked: Any) -> None:
        data = asked.payload.data
        self.redirect_uri, self.nonce = data["redirect_uri"], data["nonce"]
        self.code_challenge, self.code_challenge_method = data["code_challenge"], data["code_challenge_method"]

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return "openid email"

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return None

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class ByCode(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", *WAYS.values()]  # noqa: RUF012

    def save_authorization_code(self, code, request):
        codes[code] = Code(request)

    def query_authorization_code(self, code, client):
        return codes.get(code)

    def delete_authorization_code(self, authorization_code):
        for code in [code for code, kept in codes.items() if kept is authorization_code]:
            del codes[code]

    def authenticate_user(self, authorization_code):
        return Person()


class Signing(OpenIDCode):
    def exists_nonce(self, nonce, request):
        return False

    def get_client_algorithm(self, client):
        return "none" if trouble("unsigned") else "HS256" if trouble("signed by the secret") else "RS256"

    def get_encode_header(self, client):
        kid = "second" if trouble("new key") or trouble("unknown key") else "first"
        return {"alg": self.get_client_algorithm(client), "kid": kid}

    def resolve_client_private_key(self, client):
        if trouble("signed by the secret"):
            return OctKey.import_key(SECRET)
        return KEYS["second" if trouble("new key") or trouble("forged") else "first"]

    def get_client_claims(self, client):
        return {"iss": request.host_url.rstrip("/"), "aud": [CLIENT], "exp": 0, "iat": 0}

    def generate_user_info(self, user, scope):
        return switched["claims"]


app = Flask("provider")
server = AuthorizationServer(
    app, query_client=lambda name: Client() if name == CLIENT else None, save_token=lambda *_: 0
)
server.register_grant(ByCode, [Signing(require_nonce=True), CodeChallenge(required=True)])


@app.post("/switch")
def switch() -> ResponseReturnValue:
    switched.clear()
    switched.update(request.get_json())
    return jsonify(asked)


@app.get("/followed")
def followed() -> ResponseReturnValue:
    asked.append({"followed": "yes"})
    return jsonify({})


@app.get("/.well-known/openid-configuration")
def describe() -> ResponseReturnValue:
    here = request.host_url.rstrip("/")
    described = {
        "issuer": "https://elsewhere.example" if trouble("another issuer") else here,
        "authorization_endpoint": f"{here}/authorize",
        "token_endpoint": f"{here.replace('127.0.0.1', '127.0.0.2')}/token" if trouble("inside") else f"{here}/token",
        "jwks_uri": f"{here}/keys",
        "token_endpoint_auth_methods_supported": [WAYS.get(switched.get("trouble", ""), "client_secret_basic")],
    }
    return _misbehaving("description") or jsonify(described)


@app.get("/keys")
def keys() -> ResponseReturnValue:
    shown = ["second"] if trouble("new key") else ["first"]
    others = [{"kty": "OKP", "crv": "Ed25519", "x": "nonsense"}, {"kty": "RSA", "use": "enc"}, {"kty": "RSA"}, "no key"]
    return jsonify(keys=[*others, *(KEYS[name].as_dict(private=False) for name in shown)])


@app.get("/authorize")
def authorize() -> ResponseReturnValue:
    if trouble("denied"):
        return redirect(f"{request.args['redirect_uri']}?error=access_denied&state={request.args['state']}")
    grant = server.get_consent_grant(end_user=Person())
    agreed: Response = server.create_authorization_response(grant=grant, grant_user=Person())
    return agreed


@app.post("/token")
def token() -> ResponseReturnValue:
    asked.append(request.form.to_dict())
    return _misbehaving("token") or server.create_token_response()


def _misbehaving(place: str) -> ResponseReturnValue | None:
    if trouble(f"{place} silent"):
        NEVER.wait(60)
    if trouble(f"{place} slowly"):
        return Response((" " if not NEVER.wait(0.05) else "" for _ in range(10_000)), mimetype="application/json")
    words: dict[str, ResponseReturnValue] = {
        "large": Response("[" + " " * 400_000 + "]", mimetype="application/json"),
        "no JSON": Response("<p>Welcome</p>"),
        "a list": jsonify([1]),
        "broken": ("", 500),
        "elsewhere": redirect("/followed"),
        "refused": (jsonify(error="invalid_client", error_description="secret of somebody"), 401),
        "empty": jsonify(access_token="nothing else"),
    }
    return next((answer for word, answer in words.items() if trouble(f"{place} {word}")), None)


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    with create_server(("127.0.0.1", 0)) as listening:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        make_server("127.0.0.1", 0, app, threaded=True, fd=listening.fileno()).serve_forever()
    sys.exit(0)
