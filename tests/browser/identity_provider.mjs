// A real OpenID Connect provider on loopback for the tests: node identity_provider.mjs '{"port": …, "client": {…}, "people": {…}}'
// Any password is right; what is said of a person is what `people` says under their login.
import Provider from "oidc-provider";

const { port, client, people } = JSON.parse(process.argv[2]);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  conformIdTokenClaims: false, // as Keycloak and Entra do: e-mail and groups stand in the identity token
  cookies: { keys: ["of-this-test-alone"] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_, login) => ({ accountId: login, claims: () => ({ sub: login, ...people[login] }) }),
  ttl: { Grant: 3600, Interaction: 3600, Session: 3600, IdToken: 3600, AccessToken: 3600 },
});
provider.listen(port, "127.0.0.1", () => console.log("listening"));
