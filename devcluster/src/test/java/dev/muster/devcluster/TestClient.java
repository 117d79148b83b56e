package dev.muster.devcluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * Talks over plain HTTPS to the cluster of a kubeconfig, as its user or as nobody. The kubeconfig
 * holds its certificates, and a token or a client certificate with its key, as texts.
 */
public final class TestClient {
  private static final char[] NO_PASSWORD = {};

  private final HttpClient admin;
  private final HttpClient nobody;
  private final String url;
  private final String token;

  /** As the administrator of an embedded cluster. */
  public TestClient(DevCluster cluster) {
    this(cluster.kubeconfig());
  }

  /** As the user of the current context of a kubeconfig, given as its text. */
  public TestClient(String kubeconfig) {
    try {
      var config = Json.parseYaml(kubeconfig);
      var context = named(config, "contexts", config.path("current-context").asText(), "context");
      var cluster = named(config, "clusters", context.path("cluster").asText(), "cluster");
      var user = named(config, "users", context.path("user").asText(), "user");
      var trust = trust(decoded(cluster, "certificate-authority-data"));
      this.url = cluster.path("server").asText();
      this.token = user.path("token").asText();
      this.admin = client(trust, keys(user));
      this.nobody = client(trust, null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode named(JsonNode config, String list, String name, String member) {
    for (var entry : config.path(list)) {
      if (entry.path("name").asText().equals(name)) {
        return entry.path(member);
      }
    }
    throw new IllegalArgumentException("the kubeconfig has no " + name + " in " + list);
  }

  private static byte[] decoded(JsonNode node, String name) {
    return Base64.getDecoder().decode(node.path(name).asText());
  }

  private static Certificate certificate(byte[] pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem));
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static TrustManagerFactory trust(byte[] authority)
      throws GeneralSecurityException, IOException {
    var store = store();
    store.setCertificateEntry("ca", certificate(authority));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers;
  }

  private static KeyManager[] keys(JsonNode user) throws GeneralSecurityException, IOException {
    if (!user.has("client-key-data")) {
      return null;
    }
    var store = store();
    var chain = new Certificate[] {certificate(decoded(user, "client-certificate-data"))};
    store.setKeyEntry("user", key(decoded(user, "client-key-data")), NO_PASSWORD, chain);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private static PrivateKey key(byte[] pem) throws IOException {
    var text = new InputStreamReader(new ByteArrayInputStream(pem), StandardCharsets.US_ASCII);
    try (var parser = new PEMParser(text)) {
      var found = parser.readObject();
      var key =
          found instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) found;
      return new JcaPEMKeyConverter().getPrivateKey(key);
    }
  }

  private static HttpClient client(TrustManagerFactory trust, KeyManager[] keys)
      throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
  }

  /** The address of the API server. */
  public String url() {
    return url;
  }

  /** What sends requests as the user, or as nobody. */
  public HttpClient http(boolean asUser) {
    return asUser ? admin : nobody;
  }

  /** A request to a whole address, with the user's token, if there is one, or without. */
  public HttpRequest.Builder request(String address, boolean asUser) {
    var builder = HttpRequest.newBuilder(URI.create(address));
    return asUser && !token.isEmpty()
        ? builder.header("Authorization", "Bearer " + token)
        : builder;
  }

  /** The object at a path. */
  public JsonNode get(String path) {
    return parsed(request(url + path, true).build());
  }

  /** Deletes the object at a path, if it is there. */
  public void delete(String path) {
    parsed(request(url + path, true).DELETE().build());
  }

  private JsonNode parsed(HttpRequest request) {
    try {
      return Json.parse(admin.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON from " + request.uri(), e);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
