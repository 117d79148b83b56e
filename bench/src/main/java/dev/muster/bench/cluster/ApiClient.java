package dev.muster.bench.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Speaks to a cluster as its administrator. */
final class ApiClient {
  private final HttpClient http;
  private final String url;
  private final String token;

  ApiClient(DevClusterProcess cluster) {
    this.url = cluster.url();
    this.token = cluster.token();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(cluster.certificate()))
            .build();
  }

  private static SSLContext trusting(String certificate) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var bytes = new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8));
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(bytes));
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  /** The body at a path. */
  String get(String path) throws IOException, InterruptedException {
    return checked(http.send(request(path).build(), BodyHandlers.ofString())).body();
  }

  /** Creates an object. */
  void post(String path, String type, String body) throws IOException, InterruptedException {
    var sent = request(path).setHeader("Content-Type", type);
    checked(
        http.send(
            sent.POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()));
  }

  /** Deletes all objects of a collection. */
  void delete(String path) throws IOException, InterruptedException {
    checked(http.send(request(path).DELETE().build(), BodyHandlers.ofString()));
  }

  /** The events of a watch, a line each. */
  InputStream watch(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofInputStream()).body();
  }

  private static HttpResponse<String> checked(HttpResponse<String> response) throws IOException {
    if (response.statusCode() >= 300) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return response;
  }
}
