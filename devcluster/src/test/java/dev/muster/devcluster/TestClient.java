package dev.muster.devcluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.devcluster.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Talks to a cluster as its administrator over plain HTTPS. */
public final class TestClient {
  private final HttpClient http;
  private final String url;
  private final String token;

  public TestClient(DevCluster cluster) {
    this.url = cluster.url();
    this.token = cluster.kubeconfig().replaceAll("(?s).*token: (\\S+).*", "$1");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(cluster.caCertificate()))
            .build();
  }

  private static SSLContext trusting(String certificate) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var bytes = certificate.getBytes(StandardCharsets.UTF_8);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes)));
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpClient http() {
    return http;
  }

  /** A request to a whole address, with the administrator's token or without. */
  public HttpRequest.Builder request(String address, boolean admin) {
    var builder = HttpRequest.newBuilder(URI.create(address));
    return admin ? builder.header("Authorization", "Bearer " + token) : builder;
  }

  /** The object at a path. */
  public JsonNode get(String path) {
    try {
      var response =
          http.send(request(url + path, true).build(), HttpResponse.BodyHandlers.ofString());
      return Json.parse(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
